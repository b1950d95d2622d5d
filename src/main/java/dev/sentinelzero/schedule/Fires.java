package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the planned fires of a schedule. */
public final class Fires {
  private Fires() {}

  /**
   * The first planned fire after an instant.
   *
   * @return empty when nothing is planned: a single instant that is past, a period measured from
   *     the end of a run that is active, or a cron expression that fires in no hundred years
   */
  public static Optional<Fire> next(Schedule schedule, Instant strictlyAfter, Anchor anchor) {
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
    if (after.isBefore(start)) {
      return start.plus(period);
    }
    long passed = Duration.between(start, after).dividedBy(period);
    return start.plus(period.multipliedBy(passed + 1));
  }
}
