package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which of the fires that have come due run, and which are recorded as missed.
 *
 * <p>A fire that is at most {@link #TOLERANCE} late, such as because the daemon was just coming up,
 * is not a misfire; but of several such fires only the newest is merely late. All others are
 * misfires and go by the schedule's rule.
 */
public final class Misfires {
  /** How late a fire may be without being a misfire. */
  public static final Duration TOLERANCE = Duration.ofMinutes(1);

  /** The most fires that are told one by one; older ones are counted. */
  public static final int MOST = 100;

  private Misfires() {}

  /**
   * The time that is looked at.
   *
   * @param consumed the planned instant of the last fire that was dealt with, else when the
   *     schedule was armed
   * @param now fires due until then, this instant included, are dealt with
   */
  public record Stretch(Instant consumed, Instant now) {}

  /** A fire that runs now, and why. */
  public record Due(Fire fire, Cause cause) {}

  /** A fire that does not run, and why. */
  public record Missed(Fire fire, Cause cause) {}

  /**
   * Fires before those that are told one by one; none of them runs.
   *
   * @param count how many
   * @param exact whether there are no more than {@code count}
   */
  public record Older(long count, boolean exact, Cause cause) {}

  /**
   * What becomes of the fires.
   *
   * @param due those that run, the oldest first
   * @param missed those that don't, the oldest first; together with {@code due} at most {@link
   *     #MOST}
   * @param older those before them
   * @param consumed the planned instant of the newest fire that was dealt with: the next stretch
   *     begins there
   */
  public record Reckoning(
      List<Due> due, List<Missed> missed, Optional<Older> older, Instant consumed) {}

  /**
   * Deals with all fires that are due. A fire whose jitter is not over is left for later, and so
   * are those planned after it.
   *
   * @param process the process's unique name, of which the jitter depends
   */
  public static Reckoning decide(
      Schedule schedule, String process, Stretch stretch, Anchor anchor) {
    Instant until = horizon(schedule, process, stretch, anchor);
    NewestFires newest = NewestFires.between(schedule, stretch.consumed(), until, anchor, MOST);
    if (newest.fires().isEmpty()) {
      return new Reckoning(List.of(), List.of(), Optional.empty(), stretch.consumed());
    }
    Fire last = newest.fires().getLast();
    Duration late = Duration.between(due(schedule, process, last), stretch.now());
    return new Sorting(schedule.misfire(), newest, late).reckoning();
  }

  private static Instant due(Schedule schedule, String process, Fire fire) {
    return fire.at().plus(Jitter.delay(schedule.manner().jitter(), process, fire.at()));
  }

  /** The instant until which planned fires are due: before the first whose jitter is not over. */
  private static Instant horizon(
      Schedule schedule, String process, Stretch stretch, Anchor anchor) {
    Duration jitter = schedule.manner().jitter();
    Instant now = stretch.now();
    if (jitter.isZero()) {
      return now;
    }
    Instant from =
        stretch.consumed().isBefore(now.minus(jitter)) ? now.minus(jitter) : stretch.consumed();
    Optional<Fire> fire = Fires.next(schedule, from, anchor);
    while (fire.isPresent() && !fire.get().at().isAfter(now)) {
      if (due(schedule, process, fire.get()).isAfter(now)) {
        return fire.get().at().minusNanos(1);
      }
      fire = Fires.next(schedule, fire.get().at(), anchor);
    }
    return now;
  }

  /** Sorts the fires that are due; {@code late} is how late the newest is. */
  private record Sorting(Misfire rule, NewestFires newest, Duration late) {
    Reckoning reckoning() {
      List<Due> due = new ArrayList<>();
      List<Missed> missed = new ArrayList<>();
      Fire last = newest.fires().getLast();
      for (Fire fire : newest.fires().subList(0, newest.fires().size() - 1)) {
        if (rule == Misfire.ALL) {
          due.add(new Due(fire, caughtUp()));
        } else {
          missed.add(new Missed(fire, passedOver()));
        }
      }
      if (late.compareTo(TOLERANCE) <= 0) {
        due.add(new Due(last, new Cause("due", "its time has come" + howLate())));
      } else if (rule == Misfire.SKIP) {
        missed.add(new Missed(last, passedOver()));
      } else {
        due.add(new Due(last, caughtUp()));
      }
      return new Reckoning(List.copyOf(due), List.copyOf(missed), older(), last.at());
    }

    private String howLate() {
      return late.toSeconds() < 1 ? "" : ", " + Durations.brief(late) + " ago";
    }

    private Cause caughtUp() {
      return rule == Misfire.ALL
          ? new Cause("misfire_all", "missed at its time, made up for (misfire all)")
          : new Cause(
              "misfire_latest",
              "the newest of those missed, " + Durations.brief(late) + " late (misfire latest)");
    }

    private Cause passedOver() {
      return rule == Misfire.LATEST
          ? new Cause("misfire_superseded", "missed, and a newer one runs (misfire latest)")
          : new Cause("misfire_skip", "missed at its time (misfire skip)");
    }

    private Optional<Older> older() {
      if (newest.older() == 0) {
        return Optional.empty();
      }
      Cause cause =
          rule == Misfire.ALL
              ? new Cause(
                  "misfire_too_many", "missed; at most " + MOST + " are made up for (misfire all)")
              : passedOver();
      return Optional.of(new Older(newest.older(), newest.exact(), cause));
    }
  }
}
