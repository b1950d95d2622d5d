package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.config.Item.Spot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives {@code environment} one form: a list of {@code NAME=VALUE} becomes a map. */
final class EnvironmentItems {
  private EnvironmentItems() {}

  /** The process (or {@code defaults}) with its environment as a map. */
  static Item.Mapping asMap(Item.Mapping process, Problems problems) {
    Entry entry = process.entries().get("environment");
    if (entry == null || !(entry.value() instanceof Item.Listing list)) {
      return process;
    }
    Map<String, Entry> variables = new LinkedHashMap<>();
    list.items().forEach(item -> enter(variables, list.spot(), item, problems));
    Map<String, Entry> entries = new LinkedHashMap<>(process.entries());
    entries.put("environment", new Entry(entry.key(), new Item.Mapping(list.spot(), variables)));
    return new Item.Mapping(process.spot(), entries);
  }

  private static void enter(
      Map<String, Entry> variables, Spot environment, Item item, Problems problems) {
    // The text is not repeated in messages: it may be private.
    if (!(item instanceof Item.Scalar scalar) || scalar.text().indexOf('=') < 1) {
      problems.add(
          item.spot(), "must be NAME=VALUE; names to take over from the daemon go under 'inherit'");
      return;
    }
    int equals = scalar.text().indexOf('=');
    String name = scalar.text().substring(0, equals);
    Spot spot = item.spot().at(YamlTree.join(environment.path(), name));
    Item value = new Item.Scalar(spot, scalar.text().substring(equals + 1), Item.Kind.TEXT);
    if (variables.putIfAbsent(name, new Entry(spot, value)) != null) {
      problems.add(spot, "stands twice");
    }
  }
}
