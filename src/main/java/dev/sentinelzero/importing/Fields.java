package dev.sentinelzero.importing;

import dev.sentinelzero.config.Item;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map of a foreign YAML or JSON file. It remembers which keys were asked for, so that what nobody
 * asked for can be named.
 */
final class Fields {
  private final String file;
  private final boolean lined;
  private final Item.Mapping map;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * A map.
   *
   * @param lined whether its lines are those of the file that the user knows
   */
  Fields(String file, boolean lined, Item.Mapping map) {
    this.file = file;
    this.lined = lined;
    this.map = map;
  }

  /** Where a key stands, else where the map begins. */
  Place place(String key) {
    Item.Entry entry = map.entries().get(key);
    int line = entry == null ? map.spot().line() : entry.key().line();
    return new Place(file, lined ? line : 0);
  }

  Set<String> keys() {
    return map.entries().keySet();
  }

  /** The keys that nobody asked for. */
  List<String> others() {
    return keys().stream().filter(key -> !asked.contains(key)).toList();
  }

  /** Whether the key has a value. */
  boolean has(String key) {
    return item(key).isPresent();
  }

  Optional<Item> item(String key) {
    asked.add(key);
    return Optional.ofNullable(map.entries().get(key))
        .map(Item.Entry::value)
        .filter(item -> !item.isNothing());
  }

  /** The first of several names of one key that has a value. */
  Optional<String> firstOf(String... keys) {
    Optional<String> found = Optional.empty();
    for (String key : keys) {
      if (has(key) && found.isEmpty()) {
        found = Optional.of(key);
      }
    }
    return found;
  }

  Optional<String> text(String key) {
    return item(key)
        .map(
            item -> {
              if (item instanceof Item.Scalar scalar) {
                return scalar.text();
              }
              throw wrong(key, "a single value");
            });
  }

  /** A text, or the texts of a list. */
  Optional<List<String>> texts(String key) {
    return item(key).map(item -> item instanceof Item.Listing list ? all(list, key) : single(key));
  }

  private List<String> single(String key) {
    return List.of(text(key).orElse(""));
  }

  private List<String> all(Item.Listing list, String key) {
    List<String> all = new ArrayList<>();
    for (Item item : list.items()) {
      if (!(item instanceof Item.Scalar scalar)) {
        throw wrong(key, "a list of texts");
      }
      all.add(scalar.text());
    }
    return all;
  }

  boolean isList(String key) {
    return item(key).filter(item -> item instanceof Item.Listing).isPresent();
  }

  Optional<Boolean> flag(String key) {
    return text(key).map(text -> text.matches("(?i)true|yes|on|1|y"));
  }

  /** A whole number of zero or more. */
  Optional<Integer> number(String key) {
    return text(key)
        .map(
            text -> {
              if (!text.matches("\\d{1,9}")) {
                throw wrong(key, "a whole number");
              }
              return Integer.parseInt(text);
            });
  }

  Optional<Fields> map(String key) {
    return item(key)
        .map(
            item -> {
              if (item instanceof Item.Mapping inner) {
                return new Fields(file, lined, inner);
              }
              throw wrong(key, "a map");
            });
  }

  /** The scalars of a map, as texts. */
  Map<String, String> pairs() {
    Map<String, String> pairs = new java.util.LinkedHashMap<>();
    for (String key : keys()) {
      pairs.put(key, text(key).orElse(""));
    }
    return pairs;
  }

  /** A refusal that quotes no value. */
  ImportException wrong(String key, String expected) {
    Place place = place(key);
    String where = place.line() == 0 ? file : file + ":" + place.line();
    return new ImportException(where + ": " + key + " must be " + expected);
  }
}
