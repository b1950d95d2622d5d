package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays {@code defaults} under a process. */
final class Defaults {
  /** Keys of which a process's own one displaces all of the defaults'. */
  static final List<String> POLICY = List.of("policy", "restart");

  private Defaults() {}

  /** The process with what it leaves out taken from the defaults. */
  static Item.Mapping under(Item.Mapping process, Optional<Item.Mapping> defaults) {
    if (defaults.isEmpty()) {
      return process;
    }
    Map<String, Entry> all = new LinkedHashMap<>(defaults.get().entries());
    Keys.COMMANDS.forEach(all::remove);
    if (POLICY.stream().anyMatch(process.entries()::containsKey)) {
      POLICY.forEach(all::remove);
    }
    process
        .entries()
        .forEach(
            (key, own) -> {
              Entry general = all.get(key);
              all.put(key, general == null ? own : merged(key, own, general));
            });
    return new Item.Mapping(process.spot(), all);
  }

  /** The value of a key that both have: maps of some keys are merged, else the own one counts. */
  static Entry merged(String key, Entry own, Entry general) {
    if (!Keys.MERGED.contains(key)) {
      return own;
    }
    if (own.value().isNothing()) {
      return general;
    }
    if (!(own.value() instanceof Item.Mapping mine)
        || !(general.value() instanceof Item.Mapping others)) {
      return own;
    }
    Map<String, Entry> all = new LinkedHashMap<>(others.entries());
    all.putAll(mine.entries());
    return new Entry(own.key(), new Item.Mapping(mine.spot(), all));
  }
}
