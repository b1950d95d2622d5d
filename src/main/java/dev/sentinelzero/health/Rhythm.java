package dev.sentinelzero.health;

import java.time.Duration;

/**
 * How often is asked.
 *
 * @param interval from the start of one probe to the start of the next, above zero
 * @param timeout how long one probe may take, above zero
 * @param initialDelay from the start of the run to the first probe
 * @param backoff by how much the interval grows with each probe that fails once the verdict is
 *     failing, 1 or more; 1: not at all
 */
public record Rhythm(Duration interval, Duration timeout, Duration initialDelay, double backoff) {
  /** Each second, at most one second, from the start on, without growing. */
  public static final Rhythm DEFAULT =
      new Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, 1);

  /** The interval never grows above this, unless it is longer from the beginning. */
  public static final Duration LONGEST_GROWN = Duration.ofMinutes(1);

  /**
   * From the start of a probe to the start of the next.
   *
   * @param growths how often the interval has grown, 0 or more
   */
  public Duration pause(int growths) {
    if (growths <= 0 || backoff <= 1 || interval.compareTo(LONGEST_GROWN) >= 0) {
      return interval;
    }
    double grown = interval.toNanos() * Math.pow(backoff, growths);
    return grown >= LONGEST_GROWN.toNanos() ? LONGEST_GROWN : Duration.ofNanos((long) grown);
  }
}
