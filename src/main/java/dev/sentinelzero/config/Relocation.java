package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.config.Item.Spot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a file's items independent of the folder it is in, so that they can become part of a file
 * in another folder: relative paths become absolute, and every item says which file it is of.
 */
final class Relocation {
  private static final Set<String> FREE = Set.of("labels", "policies");

  private final String file;
  private final Optional<Source> folder;

  /**
   * Relocates items.
   *
   * @param file the name of the file, for messages
   * @param folder where its relative paths begin; absent where they can stay as they are
   */
  Relocation(String file, Optional<Path> folder) {
    this.file = file;
    this.folder =
        folder.map(
            path ->
                new Source(
                    Path.of(Expansion.escape(path.toString())),
                    name -> Optional.empty(),
                    Optional.empty()));
  }

  Item.Mapping of(Item.Mapping map) {
    return (Item.Mapping) item("", map, true);
  }

  private Spot spot(Spot spot) {
    return new Spot(file, spot.path(), spot.line(), spot.column());
  }

  private Item item(String key, Item item, boolean paths) {
    return switch (item) {
      case Item.Scalar scalar ->
          new Item.Scalar(
              spot(scalar.spot()), paths ? text(key, scalar) : scalar.text(), scalar.kind());
      case Item.Listing list ->
          new Item.Listing(
              spot(list.spot()), list.items().stream().map(one -> item(key, one, paths)).toList());
      case Item.Mapping map -> mapping(key, map, paths);
    };
  }

  private Item.Mapping mapping(String key, Item.Mapping map, boolean paths) {
    boolean inside = paths && !FREE.contains(key);
    Map<String, Entry> all = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (name, entry) ->
                all.put(
                    name,
                    new Entry(
                        spot(entry.key()),
                        item(namesOthers(key) ? "" : name, entry.value(), inside))));
    return new Item.Mapping(spot(map.spot()), all);
  }

  /** Whether the keys of the map are names that somebody chose. */
  private static boolean namesOthers(String key) {
    return List.of("environment", "processes", "depends_on", "headers").contains(key);
  }

  private String text(String key, Item.Scalar scalar) {
    String text = scalar.text();
    if (folder.isEmpty() || scalar.isNothing() || text.isEmpty()) {
      return text;
    }
    if (key.equals("from") && text.startsWith("file:")) {
      return "file:" + absolute(text.substring("file:".length()));
    }
    return Template.PATHS.contains(key) ? absolute(text) : text;
  }

  private String absolute(String path) {
    return path.startsWith("${") ? path : folder.orElseThrow().absolute(path);
  }
}
