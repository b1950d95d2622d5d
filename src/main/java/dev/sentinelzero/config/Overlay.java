package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Lays one process file over another, so that both become one document: what the later one says
 * wins. A process or {@code defaults} that both have is merged key by key, in the way in which
 * defaults are laid under a process; a policy that both have is the later one's.
 */
final class Overlay {
  private final Problems problems;

  Overlay(Problems problems) {
    this.problems = problems;
  }

  Item.Mapping over(Item.Mapping later, Item.Mapping earlier) {
    Map<String, Entry> all = new LinkedHashMap<>(earlier.entries());
    later
        .entries()
        .forEach(
            (key, own) -> {
              Entry before = all.get(key);
              all.put(key, before == null ? own : merged(key, own, before));
            });
    return new Item.Mapping(earlier.spot(), all);
  }

  private Entry merged(String key, Entry later, Entry earlier) {
    return switch (key) {
      case "processes" -> both(later, earlier, this::entries);
      case "policies" -> both(later, earlier, Overlay::replaced);
      case "defaults" -> both(later, earlier, this::process);
      default -> later;
    };
  }

  /** What is no map is told by whoever reads the document. */
  private static Entry both(Entry later, Entry earlier, BinaryOperator<Item.Mapping> merge) {
    if (later.value().isNothing()) {
      return earlier;
    }
    return later.value() instanceof Item.Mapping own && earlier.value() instanceof Item.Mapping old
        ? new Entry(earlier.key(), merge.apply(own, old))
        : later;
  }

  private static Item.Mapping replaced(Item.Mapping later, Item.Mapping earlier) {
    Map<String, Entry> all = new LinkedHashMap<>(earlier.entries());
    all.putAll(later.entries());
    return new Item.Mapping(earlier.spot(), all);
  }

  private Item.Mapping entries(Item.Mapping later, Item.Mapping earlier) {
    Map<String, Entry> all = new LinkedHashMap<>(earlier.entries());
    later
        .entries()
        .forEach(
            (name, own) -> {
              Entry before = all.get(name);
              all.put(name, before == null ? own : both(own, before, this::process));
            });
    return new Item.Mapping(earlier.spot(), all);
  }

  private Item.Mapping process(Item.Mapping later, Item.Mapping earlier) {
    Item.Mapping own = EnvironmentItems.asMap(later, problems);
    Map<String, Entry> all =
        new LinkedHashMap<>(EnvironmentItems.asMap(earlier, problems).entries());
    if (Keys.COMMANDS.stream().anyMatch(own.entries()::containsKey)) {
      Keys.COMMANDS.forEach(all::remove);
    }
    if (Defaults.POLICY.stream().anyMatch(own.entries()::containsKey)) {
      Defaults.POLICY.forEach(all::remove);
    }
    own.entries()
        .forEach(
            (key, entry) -> {
              Entry before = all.get(key);
              all.put(key, before == null ? entry : Defaults.merged(key, entry, before));
            });
    return new Item.Mapping(earlier.spot(), all);
  }
}
