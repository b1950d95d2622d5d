package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.config.Item.Kind;
import dev.sentinelzero.config.Item.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 (core schema) into items: duplicate keys are refused, aliases and {@code <<} work,
 * everything is bounded.
 */
final class YamlTree {
  /** The most characters a file may have. */
  static final int LARGEST = 4 << 20;

  /** The most values a file may have once its aliases are resolved. */
  static final int MOST_ITEMS = 100_000;

  private static final int DEEPEST = 32;
  private static final Spot START = new Spot("", 1, 1);

  private final Problems problems;
  private final List<Node> open = new ArrayList<>();
  private int items;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** Ends the reading of a file whose size is out of bounds; its problem was added. */
  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The file's value; empty when it could not be read, with the problem added. */
  static Optional<Item> read(String text, Problems problems) {
    if (text.length() > LARGEST) {
      problems.add(START, "the file is larger than 4 MB");
      return Optional.empty();
    }
    try {
      return compose(text, problems).map(root -> new YamlTree(problems).item(root, ""));
    } catch (MarkedYamlEngineException e) {
      problems.add(
          e.getProblemMark().map(mark -> spot("", mark)).orElse(START),
          "this is not YAML: " + e.getProblem());
    } catch (TooMuchException e) {
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add(START, "this is not YAML: a character that YAML does not allow, or broken text");
    }
    return Optional.empty();
  }

  /** The nodes of the file; empty when it has none, or is nested too deep. */
  static Optional<Node> compose(String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    if (tooDeep(settings, text, problems)) {
      return Optional.empty();
    }
    Optional<Node> root = new Compose(settings).composeString(text);
    if (root.isEmpty()) {
      problems.add(START, "the file is empty");
    }
    return root;
  }

  /** Composing is recursive in the library, so the depth is looked at before. */
  private static boolean tooDeep(LoadSettings settings, String text, Problems problems) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        Spot spot = event.getStartMark().map(mark -> spot("", mark)).orElse(START);
        problems.add(spot, "nested deeper than " + DEEPEST + " levels");
        return true;
      }
    }
    return false;
  }

  private Item item(Node node, String path) {
    Spot spot = node.getStartMark().map(mark -> spot(path, mark)).orElse(START);
    if (++items > MOST_ITEMS || open.size() > DEEPEST) {
      problems.add(spot, "more than " + MOST_ITEMS + " values, its aliases counted");
      throw new TooMuchException();
    }
    if (open.stream().anyMatch(outer -> outer == node)) {
      problems.add(spot, "an alias stands inside of what it stands for");
      return nothing(spot);
    }
    if (!node.getTag().getValue().startsWith(Tag.PREFIX)) {
      problems.add(spot, "tags such as " + node.getTag().getValue() + " have no meaning here");
    }
    open.add(node);
    Item item = content(node, spot);
    open.removeLast();
    return item;
  }

  private Item content(Node node, Spot spot) {
    return switch (node) {
      case ScalarNode scalar -> new Item.Scalar(spot, scalar.getValue(), kind(scalar));
      case SequenceNode list -> {
        List<Item> all = new ArrayList<>();
        for (Node element : list.getValue()) {
          all.add(item(element, spot.path() + "[" + all.size() + "]"));
        }
        yield new Item.Listing(spot, all);
      }
      case MappingNode map -> mapping(map, spot);
      default -> nothing(spot);
    };
  }

  private Item.Mapping mapping(MappingNode map, Spot spot) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple tuple : map.getValue()) {
      Node key = tuple.getKeyNode();
      Spot place = key.getStartMark().map(mark -> spot(spot.path(), mark)).orElse(spot);
      if (!(key instanceof ScalarNode name) || name.getValue().isEmpty()) {
        problems.add(place, "a key must be a word");
      } else if (name.isPlain() && name.getValue().equals("<<")) {
        merged.add(tuple.getValueNode());
      } else {
        enter(entries, name.getValue(), place, tuple.getValueNode());
      }
    }
    for (Node node : merged) {
      merge(entries, node, spot);
    }
    return new Item.Mapping(spot, entries);
  }

  private void enter(Map<String, Entry> entries, String name, Spot place, Node value) {
    String path = join(place.path(), name);
    Spot spot = new Spot(path, place.line(), place.column());
    Entry earlier = entries.putIfAbsent(name, new Entry(spot, item(value, path)));
    if (earlier != null) {
      problems.add(spot, "stands twice; the first is in line " + earlier.key().line());
    }
  }

  /** What is written out wins over what is merged; of several merged maps the first wins. */
  private void merge(Map<String, Entry> entries, Node node, Spot spot) {
    switch (node) {
      case MappingNode map -> {
        if (item(map, spot.path()) instanceof Item.Mapping mapping) {
          mapping.entries().forEach(entries::putIfAbsent);
        }
      }
      case SequenceNode list -> {
        if (open.stream().noneMatch(outer -> outer == list)) {
          open.add(list);
          list.getValue().forEach(element -> merge(entries, element, spot));
          open.removeLast();
        }
      }
      default -> problems.add(spot, "'<<' takes a map, or a list of maps");
    }
  }

  private static Kind kind(ScalarNode scalar) {
    if (!scalar.isPlain()) {
      return Kind.TEXT;
    }
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return scalar.getValue().isEmpty() ? Kind.NOTHING : Kind.NULL_WORD;
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Kind.NUMBER;
    }
    return tag.equals(Tag.BOOL) ? Kind.FLAG : Kind.TEXT;
  }

  /** The path of a key within a map. */
  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether a plain scalar of this text would not be read as text. */
  static boolean hasOtherMeaning(String text) {
    Tag tag = new CoreSchema().getScalarResolver().resolve(text, true);
    return !tag.equals(Tag.STR) || YAML_1_1_FLAGS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Words that other readers of YAML take for true or false. */
  private static final List<String> YAML_1_1_FLAGS = List.of("yes", "no", "on", "off", "y", "n");

  private static Item nothing(Spot spot) {
    return new Item.Scalar(spot, "", Kind.NOTHING);
  }

  private static Spot spot(String path, Mark mark) {
    return new Spot(path, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
