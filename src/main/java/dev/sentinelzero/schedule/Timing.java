package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** The times of a schedule. */
public sealed interface Timing {

  /** What the clock on the wall shows, minute by minute. */
  record Cron(CronExpression expression) implements Timing {}

  /**
   * One fire after the other at a distance.
   *
   * @param period from {@link #SHORTEST} to {@link #LONGEST}, in whole milliseconds
   * @param from where it is measured from
   */
  record Every(Duration period, From from) implements Timing {
    /** The shortest period. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest period. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    /** Refuses a period out of bounds. */
    public Every {
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a period is from "
                + Durations.format(SHORTEST)
                + " to "
                + Durations.format(LONGEST)
                + ", not "
                + Durations.format(period));
      }
      if (period.getNano() % 1_000_000 != 0) {
        throw new IllegalArgumentException("a period is in whole milliseconds");
      }
    }
  }

  /**
   * One fire.
   *
   * @param instant in the years 1970 to 9998
   */
  record At(Instant instant) implements Timing {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /** Refuses an instant out of bounds. */
    public At {
      if (instant.isBefore(FIRST) || !instant.isBefore(LAST)) {
        throw new IllegalArgumentException("a time is in the years 1970 to 9998, not " + instant);
      }
    }

    /**
     * Reads an ISO time.
     *
     * @param zone the zone of a time that names no offset, as for {@link Timing#parse}
     * @throws IllegalArgumentException with a message for the user
     */
    public static At parse(String text, ZoneId zone) {
      return new At(TimingParser.instant(text, zone));
    }
  }

  /** Where a period is measured from. */
  enum From {
    /** From when the schedule was armed: armed + k × period, k from 1, however long runs take. */
    START,
    /** From the end of the last run; before the first one from when the schedule was armed. */
    END;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads what a user typed: a five-field cron expression, {@code @hourly} to {@code @yearly}, a
   * duration such as {@code 90m}, or an ISO time.
   *
   * @param zone the zone of an ISO time that names no offset; in a gap of its clock the first
   *     instant after the gap is meant, in a repeated hour the first pass
   * @throws IllegalArgumentException with a message for the user
   */
  static Timing parse(String text, ZoneId zone) {
    return TimingParser.parse(text, zone);
  }

  /** As it is written, in the form that {@link #parse} reads. */
  default String text() {
    return switch (this) {
      case Cron(CronExpression expression) -> expression.text();
      case Every(Duration period, From from) -> Durations.format(period);
      case At(Instant instant) -> instant.toString();
    };
  }

  /** In plain English words. */
  default String describe() {
    return switch (this) {
      case Cron(CronExpression expression) -> expression.describe();
      case Every(Duration period, From from) ->
          "every "
              + Durations.format(period)
              + (from == From.END ? " after the end of the last run" : "");
      case At(Instant instant) -> "once at " + instant;
    };
  }
}
