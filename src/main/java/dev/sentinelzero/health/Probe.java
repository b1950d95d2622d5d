package dev.sentinelzero.health;

/**
 * A question to a run that is asked again and again.
 *
 * @param check what is asked
 * @param rhythm how often
 * @param thresholds how many answers make a verdict
 */
public record Probe(Check check, Rhythm rhythm, Thresholds thresholds) {
  /** A check in the usual rhythm. */
  public static Probe of(Check check) {
    return new Probe(check, Rhythm.DEFAULT, Thresholds.DEFAULT);
  }

  /**
   * When it is asked next.
   *
   * @param lastStart when the latest probe began, in nanoseconds of any clock that doesn't jump
   * @param now what was known after it
   * @return in nanoseconds of the same clock; may have passed
   */
  public long nextStart(long lastStart, Judgement now) {
    int growths = now.verdict() == Verdict.FAILING ? now.failures() - thresholds.failure() + 1 : 0;
    return lastStart + rhythm.pause(growths).toNanos();
  }
}
