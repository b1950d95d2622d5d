package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Spreads fires that are planned for the same instant. The delay of a fire follows from the process
 * and the planned instant alone, so that a daemon that was restarted computes the same.
 */
public final class Jitter {
  private Jitter() {}

  /**
   * How long after its planned instant a fire runs.
   *
   * @param longest the schedule's jitter
   * @param process the process's unique name
   * @return zero to {@code longest}, both included, in whole milliseconds, uniformly spread
   */
  public static Duration delay(Duration longest, String process, Instant planned) {
    long values = longest.toMillis() + 1;
    return Duration.ofMillis(Math.unsignedMultiplyHigh(hash(process, planned), values));
  }

  /** FNV-1a, finished by SplitMix64 so that its upper bits are as good as its lower ones. */
  private static long hash(String process, Instant planned) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < process.length(); i++) {
      hash = (hash ^ process.charAt(i)) * 0x100000001b3L;
    }
    return mix(mix(hash ^ planned.getEpochSecond()) + planned.getNano());
  }

  private static long mix(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
