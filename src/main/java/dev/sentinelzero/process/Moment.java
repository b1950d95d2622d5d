package dev.sentinelzero.process;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time read from both clocks at once: the wall clock is for showing, the other one for
 * subtracting.
 *
 * @param wall the wall clock, which may jump
 * @param nanos a clock that counts on through sleep and never jumps (CLOCK_BOOTTIME;
 *     CLOCK_MONOTONIC on macOS)
 */
public record Moment(Instant wall, long nanos) {
  /** This moment, later by a duration (earlier where it is negative). */
  public Moment plus(Duration duration) {
    return new Moment(wall.plus(duration), Math.addExact(nanos, saturated(duration)));
  }

  /** The time that passed from another moment to this one; negative where the other is later. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** Whether this moment has come at the given one. */
  public boolean reachedAt(Moment now) {
    return now.nanos - nanos >= 0;
  }

  private static long saturated(Duration duration) {
    Duration longest =
        Duration.ofDays(36_500); // a century on a 64-bit nanosecond clock leaves room to add
    return (duration.compareTo(longest) > 0 ? longest : duration).toNanos();
  }
}
