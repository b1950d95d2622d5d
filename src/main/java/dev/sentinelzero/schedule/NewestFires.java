package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The newest planned fires of a stretch of time, found without walking through all of it: those of
 * a period are computed, those of a cron expression are looked for in stretches that grow
 * backwards.
 *
 * @param fires the newest, the oldest of them first
 * @param older how many there were before them
 * @param exact whether there were no more than {@code older}
 */
record NewestFires(List<Fire> fires, long older, boolean exact) {
  /** Older fires of a cron expression are counted this far. */
  static final int MOST_COUNTED = 10_000;

  private static final NewestFires NONE = new NewestFires(List.of(), 0, true);
  private static final Duration FIRST_LOOK = Duration.ofHours(2);

  /**
   * Finds the fires after {@code after} and not after {@code until}.
   *
   * @param most so many are told one by one
   */
  static NewestFires between(
      Schedule schedule, Instant after, Instant until, Anchor anchor, int most) {
    if (!until.isAfter(after)) {
      return NONE;
    }
    return switch (schedule.timing()) {
      case Timing.Cron cron -> ofCron(schedule, after, until, anchor, most);
      case Timing.Every every when every.from() == Timing.From.START ->
          ofPeriod(every.period(), anchor.armedAt(), after, until, most);
      case Timing.Every every -> onlyNext(schedule, after, until, anchor);
      case Timing.At at -> onlyNext(schedule, after, until, anchor);
    };
  }

  /** From the end of a run there is one fire until the next run has ended. */
  private static NewestFires onlyNext(
      Schedule schedule, Instant after, Instant until, Anchor anchor) {
    return Fires.next(schedule, after, anchor)
        .filter(fire -> !fire.at().isAfter(until))
        .map(fire -> new NewestFires(List.of(fire), 0, true))
        .orElse(NONE);
  }

  private static NewestFires ofPeriod(
      Duration period, Instant start, Instant after, Instant until, int most) {
    long first = Fires.passed(period, start, after) + 1;
    long last = Fires.passed(period, start, until);
    if (last < first) {
      return NONE;
    }
    long shown = Math.max(first, last - most + 1);
    List<Fire> fires =
        LongStream.rangeClosed(shown, last)
            .mapToObj(k -> Fire.plain(Fires.nth(period, start, k)))
            .toList();
    return new NewestFires(fires, shown - first, true);
  }

  private static NewestFires ofCron(
      Schedule schedule, Instant after, Instant until, Anchor anchor, int most) {
    Duration whole = Duration.between(after, until);
    Duration look = FIRST_LOOK;
    while (look.compareTo(whole) < 0) {
      Instant from = until.minus(look);
      Kept kept = Kept.of(new Walk(schedule, anchor, from, until), most);
      if (kept.count() >= most) {
        long before = new Walk(schedule, anchor, after, from).count(MOST_COUNTED);
        return kept.newest(before, before < MOST_COUNTED);
      }
      look = look.multipliedBy(2);
    }
    return Kept.of(new Walk(schedule, anchor, after, until), most).newest(0, true);
  }

  /** The fires of a stretch, one after the other. */
  private record Walk(Schedule schedule, Anchor anchor, Instant after, Instant until) {
    Optional<Fire> following(Instant at) {
      return Fires.next(schedule, at, anchor).filter(fire -> !fire.at().isAfter(until));
    }

    long count(int most) {
      long count = 0;
      for (Optional<Fire> fire = following(after);
          fire.isPresent() && count < most;
          fire = following(fire.get().at())) {
        count++;
      }
      return count;
    }
  }

  /** The newest fires of a walk, and how many it had. */
  private record Kept(List<Fire> fires, long count) {
    static Kept of(Walk walk, int most) {
      Deque<Fire> newest = new ArrayDeque<>();
      long count = 0;
      for (Optional<Fire> fire = walk.following(walk.after());
          fire.isPresent();
          fire = walk.following(fire.get().at())) {
        newest.add(fire.get());
        if (++count > most) {
          newest.remove();
        }
      }
      return new Kept(List.copyOf(newest), count);
    }

    NewestFires newest(long before, boolean exact) {
      return new NewestFires(fires, before + count - fires.size(), exact);
    }
  }
}
