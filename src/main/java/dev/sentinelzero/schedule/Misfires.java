package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;
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
    return new Reckoning(List.of(), List.of(), Optional.empty(), stretch.consumed());
  }
}
