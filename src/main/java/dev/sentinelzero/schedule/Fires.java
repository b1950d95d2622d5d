package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the planned fires of a schedule. */
public final class Fires {
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private Fires() {}

  /**
   * The first planned fire after an instant.
   *
   * @param strictlyAfter fires of cron expressions are looked for from the year 0 on
   * @return empty when nothing is planned: a single instant that is past, a period measured from
   *     the end of a run that is active, a cron expression that fires in no hundred years, or
   *     anything after the year 9999
   */
  public static Optional<Fire> next(Schedule schedule, Instant strictlyAfter, Anchor anchor) {
    if (strictlyAfter.isAfter(LATEST)) {
      return Optional.empty();
    }
    return switch (schedule.timing()) {
      case Timing.Cron(CronExpression expression) ->
          new CronWalk(expression, schedule.zone(), schedule.manner().clockChanges())
              .next(strictlyAfter);
      case Timing.Every every ->
          start(every, anchor)
              .map(start -> Fire.plain(after(every.period(), start, strictlyAfter)));
      case Timing.At(Instant instant) ->
          instant.isAfter(strictlyAfter) ? Optional.of(Fire.plain(instant)) : Optional.empty();
    };
  }

  /**
   * The next fires in order, each strictly after the one before; of a period measured from the end
   * of runs they are those of runs that take no time.
   *
   * @param count at most so many
   */
  public static List<Fire> preview(Schedule schedule, Instant after, Anchor anchor, int count) {
    List<Fire> fires = new ArrayList<>();
    Optional<Fire> fire = next(schedule, after, anchor);
    while (fire.isPresent() && fires.size() < count) {
      fires.add(fire.get());
      fire = next(schedule, fire.get().at(), anchor);
    }
    return List.copyOf(fires);
  }

  /** Where the period's grid begins; its first fire is one period later. */
  static Optional<Instant> start(Timing.Every every, Anchor anchor) {
    if (every.from() == Timing.From.START) {
      return Optional.of(anchor.armedAt());
    }
    return switch (anchor.last()) {
      case Anchor.LastRun.None() -> Optional.of(anchor.armedAt());
      case Anchor.LastRun.Active() -> Optional.empty();
      case Anchor.LastRun.Ended(Instant at) -> Optional.of(at);
    };
  }

  private static Instant after(Duration period, Instant start, Instant after) {
    return nth(period, start, passed(period, start, after) + 1);
  }

  /** How many whole periods have passed; 0 before the start. */
  static long passed(Duration period, Instant start, Instant at) {
    return at.isBefore(start) ? 0 : Duration.between(start, at).toMillis() / period.toMillis();
  }

  /** The n-th fire of a period, from 1. In milliseconds, as durations multiply by big decimals. */
  static Instant nth(Duration period, Instant start, long n) {
    return start.plusMillis(Math.multiplyExact(period.toMillis(), n));
  }
}
