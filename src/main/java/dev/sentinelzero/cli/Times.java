package dev.sentinelzero.cli;

import dev.sentinelzero.units.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times and durations of answers as people read them. */
final class Times {
  private Times() {}

  /** The time in a field. */
  static Optional<Instant> in(Json value) {
    try {
      return value.isNull() ? Optional.empty() : Optional.of(Instant.parse(value.text()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** How long ago, such as {@code 3m 2s ago}; empty where there is no time. */
  static String ago(Json value, Instant now) {
    return in(value).map(at -> Durations.brief(Duration.between(at, now)) + " ago").orElse("");
  }

  /** In how long, such as {@code in 4s}; empty where there is no time. */
  static String until(Json value, Instant now) {
    return in(value)
        .map(at -> at.isAfter(now) ? "in " + Durations.brief(Duration.between(now, at)) : "now")
        .orElse("");
  }

  /** Seconds as a table has them; {@code -} where there are none. */
  static String seconds(Json value) {
    if (value.number().isEmpty()) {
      return "-";
    }
    return Durations.brief(Duration.ofMillis(Math.round(value.number().getAsDouble() * 1000)));
  }
}
