package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a process is run, and by which rules.
 *
 * @param timing the times themselves
 * @param zone where a cron expression's hours are those of the clock on the wall
 * @param overlap what a fire does when a run is still active
 * @param misfire what becomes of fires that passed while nobody was there
 * @param manner the rest
 */
public record Schedule(
    Timing timing, ZoneId zone, Overlap overlap, Misfire misfire, Manner manner) {

  /** Refuses a jitter that would make fires of a period pass each other. */
  public Schedule {
    if (timing instanceof Timing.Every every && manner.jitter().compareTo(every.period()) >= 0) {
      throw new IllegalArgumentException(
          "a jitter of "
              + Durations.format(manner.jitter())
              + " is not shorter than the period, "
              + Durations.format(every.period()));
    }
  }

  /**
   * How fires are carried out.
   *
   * @param jitter the longest delay of a fire, zero for none; see {@link Jitter}
   * @param timeout how long a run that a fire began may take, above zero; empty for no limit
   * @param clockChanges what a fixed hour does when clocks are changed
   * @param enabled whether it fires at all; {@link Fires} does not look at it, so that a schedule
   *     that is off can be shown
   */
  public record Manner(
      Duration jitter, Optional<Duration> timeout, ClockChanges clockChanges, boolean enabled) {
    /** The longest jitter there is. */
    public static final Duration LONGEST_JITTER = Duration.ofDays(1);

    /** No jitter, no timeout, each fixed hour once a day, on. */
    public static final Manner PLAIN =
        new Manner(Duration.ZERO, Optional.empty(), ClockChanges.ONCE_A_DAY, true);

    /** Refuses durations out of bounds. */
    public Manner {
      if (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0) {
        throw new IllegalArgumentException(
            "a jitter is at most " + Durations.format(LONGEST_JITTER));
      }
      if (timeout.isPresent() && !timeout.get().isPositive()) {
        throw new IllegalArgumentException("a timeout must be longer than zero");
      }
    }

    /** The same, switched on or off. */
    public Manner enabled(boolean on) {
      return new Manner(jitter, timeout, clockChanges, on);
    }
  }

  /** A schedule by the usual rules: overlap skip, misfire latest, no jitter, no timeout. */
  public static Schedule of(Timing timing, ZoneId zone) {
    return new Schedule(timing, zone, Overlap.SKIP, Misfire.LATEST, Manner.PLAIN);
  }

  /** The same schedule, switched on or off. */
  public Schedule enabled(boolean on) {
    return new Schedule(timing, zone, overlap, misfire, manner.enabled(on));
  }

  /** In plain English words, with the zone where it matters. */
  public String describe() {
    return timing instanceof Timing.Cron ? timing.describe() + ", " + zone : timing.describe();
  }
}
