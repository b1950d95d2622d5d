package dev.sentinelzero.cli;

import dev.sentinelzero.units.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
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

  /**
   * In how long and at which time of this machine's clock, such as {@code in 2h 5m (02:00)}; empty
   * where there is no time.
   */
  static String next(Json value, Instant now) {
    return in(value)
        .map(at -> until(value, now) + " (" + clock(at, now, ZoneId.systemDefault()) + ")")
        .orElse("");
  }

  /** A time of the clock on the wall, with as much of the date as is needed to tell. */
  static String clock(Instant at, Instant now, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    long days = ChronoUnit.DAYS.between(LocalDate.ofInstant(now, zone), local.toLocalDate());
    String time = local.getSecond() == 0 ? "HH:mm" : "HH:mm:ss";
    String day = days == 0 ? "" : days > 0 && days < 7 ? "EEE " : "d MMM uuuu ";
    return DateTimeFormatter.ofPattern(day + time, Locale.ENGLISH).format(local);
  }

  /** Seconds as a table has them; {@code -} where there are none. */
  static String seconds(Json value) {
    if (value.number().isEmpty()) {
      return "-";
    }
    return Durations.brief(Duration.ofMillis(Math.round(value.number().getAsDouble() * 1000)));
  }
}
