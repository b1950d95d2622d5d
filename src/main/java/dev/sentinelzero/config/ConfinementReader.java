package dev.sentinelzero.config;

import dev.sentinelzero.process.ProcessSpec.Confinement;
import dev.sentinelzero.process.ProcessSpec.Limits;
import dev.sentinelzero.process.ProcessSpec.OnExceeded;
import dev.sentinelzero.units.Durations;
import dev.sentinelzero.units.Sizes;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads {@code user}, {@code umask} and {@code limits}. */
final class ConfinementReader {
  /** The kernel's word for no limit. */
  static final String UNLIMITED = "unlimited";

  private static final String USER = "[^\\s:]+(:[^\\s:]+)?";

  private ConfinementReader() {}

  static Confinement read(Section process) {
    return new Confinement(
        process.parsed("user", ConfinementReader::user),
        umask(process),
        process.section("limits").map(ConfinementReader::limits).orElse(Limits.NONE));
  }

  private static String user(String text) {
    if (!text.matches(USER)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a user; write a name or a number, if need be with :GROUP");
    }
    return text;
  }

  /** YAML reads a bare 027 as twenty-seven, so only text is taken. */
  private static OptionalInt umask(Section process) {
    Optional<Item> item = process.item("umask");
    if (item.isPresent()
        && item.get() instanceof Item.Scalar scalar
        && scalar.kind() == Item.Kind.NUMBER) {
      String digits = scalar.text().replaceFirst("^0o", "0");
      String quoted = "\"" + (digits.startsWith("0") ? "" : "0") + digits + "\"";
      process
          .problems()
          .add(
              scalar.spot(),
              "a bare number could be octal or decimal; quote it: " + quoted,
              Optional.of(quoted));
      return OptionalInt.empty();
    }
    return process
        .parsed("umask", ConfinementReader::octal)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static int octal(String text) {
    if (!text.matches("0?[0-7]{1,3}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a umask; write up to three octal digits such as \"027\"");
    }
    return Integer.parseInt(text, 8);
  }

  private static Limits limits(Section limits) {
    limits.allow(Keys.LIMITS);
    return new Limits(
        number(limits.size("memory", 1)),
        limits
            .parsed("cpu", ConfinementReader::percent)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        number(limits.number("open_files", 1, Long.MAX_VALUE)),
        limits
            .number("nice", -20, 19)
            .map(nice -> OptionalInt.of(Math.toIntExact(nice)))
            .orElse(OptionalInt.empty()),
        resources(limits),
        limits
            .word("on_exceeded", SpecReader.words(OnExceeded.values(), OnExceeded::word))
            .orElse(OnExceeded.RESTART));
  }

  private static OptionalLong number(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static double percent(String text) {
    if (!text.endsWith("%")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a percentage of one processor; write 150% for one and a half");
    }
    double percent = Numbers.decimal(text.substring(0, text.length() - 1), 0, 1_000_000);
    if (percent == 0) {
      throw new IllegalArgumentException("must be more than 0%");
    }
    return percent;
  }

  private static Map<String, String> resources(Section limits) {
    Map<String, String> resources = new LinkedHashMap<>();
    for (String name : Keys.BYTE_RESOURCES) {
      resource(limits, name, ConfinementReader::bytes).ifPresent(v -> resources.put(name, v));
    }
    resource(limits, "nproc", ConfinementReader::count).ifPresent(v -> resources.put("nproc", v));
    resource(limits, "cpu_time", ConfinementReader::seconds)
        .ifPresent(v -> resources.put("cpu", v));
    return Collections.unmodifiableMap(resources);
  }

  private static Optional<String> resource(
      Section limits, String key, java.util.function.ToLongFunction<String> reader) {
    return limits.parsed(
        key, text -> text.equals(UNLIMITED) ? text : Long.toString(reader.applyAsLong(text)));
  }

  private static long bytes(String text) {
    long bytes = Sizes.parse(text);
    if (bytes > Section.LARGEST_SIZE) {
      throw new IllegalArgumentException("'" + text + "' is too large; write unlimited");
    }
    return bytes;
  }

  private static long count(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number or unlimited");
    }
    return Long.parseLong(text);
  }

  private static long seconds(String text) {
    Duration time = Durations.parse(text);
    if (time.isZero() || time.getNano() != 0) {
      throw new IllegalArgumentException("must be whole seconds, at least one");
    }
    return time.toSeconds();
  }
}
