package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Time zones as users name them. */
public final class Zones {
  private Zones() {}

  /**
   * Reads a zone: a name such as {@code Europe/Paris}, {@code UTC}, or an offset such as {@code
   * +02:00}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static ZoneId parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    refusal(text)
                        + nearest(text).map(near -> "; did you mean " + near + "?").orElse("")));
  }

  /** The zone of a name or an offset. */
  public static Optional<ZoneId> find(String text) {
    try {
      return Optional.of(ZoneId.of(text.strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What is said of a text that is no zone. */
  public static String refusal(String text) {
    return "'"
        + text
        + "' is not a time zone; write its name, as Area/City, or UTC, or an offset such as +02:00";
  }

  /** The zone that was probably meant, by its name or by its city alone. */
  public static Optional<String> nearest(String text) {
    List<String> names = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    String typed = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    Optional<String> byCity =
        names.stream()
            .filter(name -> name.contains("/") && !name.startsWith("SystemV"))
            .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("/" + typed))
            .findFirst();
    return typed.isEmpty() ? Optional.empty() : byCity.or(() -> Suggestion.nearest(typed, names));
  }
}
