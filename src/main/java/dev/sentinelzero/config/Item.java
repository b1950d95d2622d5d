package dev.sentinelzero.config;

import java.util.List;
import java.util.Map;

/** A value of a file with the place where it stands, whether the file was YAML or JSON. */
public sealed interface Item {
  /** Where it stands. */
  Spot spot();

  /** What it is, for messages. */
  String what();

  /**
   * A place: the file, the path of keys, and line and column from 1.
   *
   * @param file as its reader named it; empty for the one that is read
   */
  record Spot(String file, String path, int line, int column) {
    /** A place in the file that is read. */
    Spot(String path, int line, int column) {
      this("", path, line, column);
    }

    /** The same place, for a key that is missing there. */
    Spot under(String key) {
      return at(YamlTree.join(path, key));
    }

    /** The same place, for another path. */
    Spot at(String other) {
      return new Spot(file, other, line, column);
    }
  }

  /** What a scalar looks like as it is written. */
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    /** {@code ~} or {@code null}, written out. */
    NULL_WORD,
    /** Nothing, or JSON's null. */
    NOTHING
  }

  /**
   * A scalar.
   *
   * @param text as it is written, without quotes
   */
  record Scalar(Spot spot, String text, Kind kind) implements Item {
    @Override
    public String what() {
      return switch (kind) {
        case TEXT -> "text";
        case NUMBER -> "a number";
        case FLAG -> "true or false";
        case NULL_WORD, NOTHING -> "nothing";
      };
    }
  }

  /** A list. */
  record Listing(Spot spot, List<Item> items) implements Item {
    @Override
    public String what() {
      return "a list";
    }
  }

  /** A map; its entries are in the order of the file. */
  record Mapping(Spot spot, Map<String, Entry> entries) implements Item {
    @Override
    public String what() {
      return "a map";
    }
  }

  /**
   * An entry of a map.
   *
   * @param key where the key stands
   */
  record Entry(Spot key, Item value) {}

  /** Whether there is nothing where a value could be. */
  default boolean isNothing() {
    return this instanceof Scalar scalar
        && (scalar.kind() == Kind.NOTHING || scalar.kind() == Kind.NULL_WORD);
  }
}
