package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Spot;
import dev.sentinelzero.process.ProcessSpec.Environment;
import dev.sentinelzero.process.ProcessSpec.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code environment}, {@code env_file} and {@code inherit}. Values never get into messages.
 */
final class EnvironmentReader {
  private static final List<String> SOURCES = List.of("file", "env", "exec", "keychain");

  private EnvironmentReader() {}

  static Environment read(Section process) {
    Map<String, Value> variables = new LinkedHashMap<>();
    process
        .section("environment")
        .ifPresent(
            section ->
                section
                    .map()
                    .entries()
                    .forEach(
                        (name, entry) ->
                            value(section, name, entry)
                                .ifPresent(one -> variables.put(name, one))));
    return new Environment(
        Collections.unmodifiableMap(variables),
        process.paths("env_file").orElse(List.of()),
        process.list("inherit", EnvironmentReader::name).orElse(List.of()));
  }

  private static String name(String text) {
    if (text.isEmpty() || text.indexOf('=') >= 0) {
      throw new IllegalArgumentException("must be the name of an environment variable");
    }
    return text;
  }

  /** A literal text, or where it comes from. */
  static Optional<Value> value(Section section, String name, Item.Entry entry) {
    if (name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      section.problems().add(entry.key(), "a variable's name can't hold '='");
      return Optional.empty();
    }
    return switch (entry.value()) {
      case Item.Scalar scalar -> section.variable(name, scalar).map(Value.Literal::new);
      case Item.Mapping map ->
          from(new Section(map, section.resolver(), section.problems()), entry.key());
      case Item.Listing list -> {
        section.problems().add(list.spot(), "must be a single value or { from: … }, not a list");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Value> from(Section value, Spot key) {
    value.allow(Keys.VALUE);
    if (value.item("from").isEmpty()) {
      value.problems().add(key, "a map must have 'from': " + FORMS);
      return Optional.empty();
    }
    Optional<String> from = value.text("from");
    if (from.filter(text -> text.matches("-?\\d{1,18}")).isPresent()) {
      long step = value.number("step", -1_000_000_000, 1_000_000_000).orElse(1L);
      return from.map(text -> new Value.Numbered(Long.parseLong(text), step));
    }
    if (value.item("step").isPresent()) {
      value.problems().add(value.spot("step"), "'step' goes with a number in 'from' only");
    }
    return from.flatMap(text -> secret(value, text));
  }

  private static final String FORMS =
      "a number, or a secret's place as file:PATH, env:NAME, exec:COMMAND or keychain:ITEM";

  private static Optional<Value> secret(Section value, String text) {
    int colon = text.indexOf(':');
    String source = colon < 0 ? "" : text.substring(0, colon);
    String target = text.substring(colon + 1);
    if (!SOURCES.contains(source) || target.isBlank()) {
      value.problems().add(value.spot("from"), "'from' must be " + FORMS);
      return Optional.empty();
    }
    if (!source.equals("file")) {
      return Optional.of(new Value.From(source, target));
    }
    return value.absolute(value.spot("from"), target).map(path -> new Value.From(source, path));
  }
}
