package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Spot;
import dev.sentinelzero.units.ShellWords;
import dev.sentinelzero.units.Sizes;
import dev.sentinelzero.units.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A map of the file, asked by key. Answers are empty when the key is missing or its value was
 * refused; a refusal is added to the problems.
 */
record Section(Item.Mapping map, Resolver resolver, Problems problems) {

  /** Refuses keys that are not among the known ones. */
  void allow(Collection<String> known) {
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                problems.add(entry.key(), "unknown key '" + key + "'", meant(key, known));
              }
            });
  }

  private static Optional<String> meant(String key, Collection<String> known) {
    Optional<String> elsewhere =
        Optional.ofNullable(Keys.ELSEWHERE.get(key.toLowerCase(Locale.ROOT)))
            .filter(known::contains);
    return elsewhere.or(() -> Suggestion.nearest(key, known));
  }

  /** The value of a key; empty also when there is nothing behind the key. */
  Optional<Item> item(String key) {
    return Optional.ofNullable(map.entries().get(key))
        .map(Item.Entry::value)
        .filter(item -> !item.isNothing());
  }

  /** Where the key's value stands, else where the map does. */
  Spot spot(String key) {
    Item.Entry entry = map.entries().get(key);
    return entry == null ? map.spot() : entry.value().spot();
  }

  /** A map of maps. */
  Optional<Section> section(String key) {
    return item(key).flatMap(this::section);
  }

  /** The item as a section of the same file. */
  Optional<Section> section(Item item) {
    if (item instanceof Item.Mapping mapping) {
      return Optional.of(new Section(mapping, resolver, problems));
    }
    problems.add(item.spot(), "must be a map, not " + item.what());
    return Optional.empty();
  }

  /** An expanded text. */
  Optional<String> text(String key) {
    Item.Entry entry = map.entries().get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.value().isNothing()) {
      problems.add(entry.key(), "has no value");
      return Optional.empty();
    }
    return text(entry.value());
  }

  /** The expanded text of a scalar. */
  Optional<String> text(Item item) {
    return scalar(item).flatMap(scalar -> expand(scalar.spot(), scalar.text()));
  }

  /** The value that the process's own environment gives a variable. */
  Optional<String> variable(String name, Item item) {
    return scalar(item)
        .flatMap(scalar -> told(scalar.spot(), () -> resolver.variable(name, scalar.text())));
  }

  /** The scalar that an item must be. */
  Optional<Item.Scalar> scalar(Item item) {
    if (!(item instanceof Item.Scalar scalar)) {
      problems.add(item.spot(), "must be a single value, not " + item.what());
      return Optional.empty();
    }
    if (scalar.kind() == Item.Kind.NOTHING) {
      problems.add(item.spot(), "has no value; write \"\" for an empty one");
      return Optional.empty();
    }
    if (scalar.text().indexOf('\0') >= 0) {
      problems.add(item.spot(), "holds a NUL character, which no program can be given");
      return Optional.empty();
    }
    return Optional.of(scalar);
  }

  private Optional<String> expand(Spot spot, String text) {
    return told(spot, () -> resolver.expand(text));
  }

  private Optional<String> told(Spot spot, Supplier<String> expansion) {
    try {
      return Optional.of(expansion.get());
    } catch (Expansion.ExpansionException e) {
      if (e.getMessage() != null && !e.getMessage().isEmpty()) {
        problems.add(spot, e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** A text read further; the reader says by IllegalArgumentException what is wrong. */
  <T> Optional<T> parsed(String key, Function<String, T> reader) {
    return text(key).flatMap(text -> parse(spot(key), text, reader));
  }

  /** Reads a text that stands at a spot. */
  <T> Optional<T> parse(Spot spot, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      Optional<String> unit = text.matches("\\d+") ? Optional.of(text + "s") : Optional.empty();
      String message = String.valueOf(e.getMessage());
      problems.add(spot, message, unit.filter(message::contains));
      return Optional.empty();
    }
  }

  /** A duration in whole milliseconds. */
  Optional<Duration> duration(String key) {
    return parsed(key, Numbers::duration);
  }

  /** A duration above zero. */
  Optional<Duration> positiveDuration(String key) {
    return parsed(
        key,
        text -> {
          Duration duration = Numbers.duration(text);
          if (duration.isZero()) {
            throw new IllegalArgumentException("must be longer than zero");
          }
          return duration;
        });
  }

  /** Larger numbers of bytes are not read back by {@link Sizes#parse}. */
  static final long LARGEST_SIZE = 999_999_999_999_999L;

  /** A size in bytes of at least {@code least}. */
  Optional<Long> size(String key, long least) {
    return parsed(
        key,
        text -> {
          long bytes = Sizes.parse(text);
          if (bytes < least) {
            throw new IllegalArgumentException("must be " + Sizes.format(least) + " or more");
          }
          if (bytes > LARGEST_SIZE) {
            throw new IllegalArgumentException("'" + text + "' is too large a size");
          }
          return bytes;
        });
  }

  /** A whole number within bounds, both included. */
  Optional<Long> number(String key, long least, long most) {
    return parsed(
        key,
        text -> {
          if (!text.matches("[-+]?\\d{1,18}")
              || Long.parseLong(text) < least
              || Long.parseLong(text) > most) {
            String bounds = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new IllegalArgumentException("'" + text + "' is not a whole number, " + bounds);
          }
          return Long.parseLong(text);
        });
  }

  /** A decimal number within bounds, both included. */
  Optional<Double> decimal(String key, double least, double most) {
    return parsed(key, text -> Numbers.decimal(text, least, most));
  }

  /** True or false. */
  Optional<Boolean> flag(String key) {
    return parsed(
        key,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("must be true or false");
            });
  }

  /** One of some words. */
  <T> Optional<T> word(String key, Map<String, T> words) {
    Optional<String> text = text(key);
    if (text.isPresent() && !words.containsKey(text.get())) {
      String message = "'" + text.get() + "' is none of " + String.join(", ", words.keySet());
      problems.addNear(spot(key), message, text.get(), words.keySet());
      return Optional.empty();
    }
    return text.map(words::get);
  }

  /** A list of texts; a single one counts as a list of one. */
  Optional<List<String>> texts(String key) {
    return item(key).map(this::texts);
  }

  private List<String> texts(Item item) {
    List<Item> items = item instanceof Item.Listing list ? list.items() : List.of(item);
    List<String> all = new ArrayList<>();
    items.forEach(one -> text(one).ifPresent(all::add));
    return List.copyOf(all);
  }

  /** A list read further, element by element. */
  <T> Optional<List<T>> list(String key, Function<String, T> reader) {
    return item(key)
        .map(
            item -> {
              List<Item> items = item instanceof Item.Listing list ? list.items() : List.of(item);
              List<T> all = new ArrayList<>();
              for (Item one : items) {
                text(one).flatMap(text -> parse(one.spot(), text, reader)).ifPresent(all::add);
              }
              return List.copyOf(all);
            });
  }

  /** A command: a text is split into words, a list is taken as it is. */
  Optional<List<String>> command(String key) {
    Item.Entry entry = map.entries().get(key);
    if (entry == null) {
      return Optional.empty();
    }
    List<String> words =
        entry.value() instanceof Item.Scalar scalar ? split(scalar) : texts(entry.value());
    if (isEmpty(entry.value()) || !words.isEmpty() && words.getFirst().isEmpty()) {
      problems.add(entry.value().spot(), "must name a command");
    }
    return Optional.of(words);
  }

  private static boolean isEmpty(Item item) {
    return switch (item) {
      case Item.Scalar scalar -> scalar.text().isBlank();
      case Item.Listing list -> list.items().isEmpty();
      case Item.Mapping map -> false;
    };
  }

  private List<String> split(Item.Scalar line) {
    if (scalar(line).isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    try {
      for (String word : ShellWords.split(line.text())) {
        expand(line.spot(), word).ifPresent(words::add);
      }
    } catch (ShellWords.UnbalancedException e) {
      problems.add(line.spot(), e.getMessage() + " (character " + (e.offset() + 1) + ")");
    }
    return List.copyOf(words);
  }

  /** A path made absolute. */
  Optional<String> path(String key) {
    return text(key).flatMap(text -> absolute(spot(key), text));
  }

  /** Paths made absolute. */
  Optional<List<String>> paths(String key) {
    return item(key)
        .map(
            item -> {
              List<String> all = new ArrayList<>();
              texts(item).forEach(text -> absolute(item.spot(), text).ifPresent(all::add));
              return List.copyOf(all);
            });
  }

  /** The absolute form of a path that stands at a spot. */
  Optional<String> absolute(Spot spot, String path) {
    if (path.isEmpty()) {
      problems.add(spot, "a path must not be empty");
      return Optional.empty();
    }
    Optional<String> absolute = resolver.absolute(path);
    if (absolute.isEmpty()) {
      problems.add(spot, "must be an absolute path");
    }
    return absolute;
  }
}
