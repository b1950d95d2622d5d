package dev.sentinelzero.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The automatic restarts that count at present.
 *
 * @param consecutive since the start by hand or the last run that was up long enough
 * @param pauses how many of them had a pause, which the back-off grows with
 * @param times when the latest of them were decided, oldest first; at most {@value #REMEMBERED}
 */
public record Retries(int consecutive, int pauses, List<Instant> times) {
  /**
   * The longest list of times that is kept: the largest number of retries that a window can be
   * checked for.
   */
  public static final int REMEMBERED = 1000;

  /** No restart yet. */
  public static final Retries NONE = new Retries(0, 0, List.of());

  /** One more restart, decided at the given time. */
  Retries and(Instant at, boolean paused) {
    List<Instant> all = new java.util.ArrayList<>(times);
    all.add(at);
    List<Instant> kept = all.size() > REMEMBERED ? all.subList(1, all.size()) : all;
    return new Retries(consecutive + 1, paused ? pauses + 1 : pauses, List.copyOf(kept));
  }

  /** How many restarts were decided within a window that ends now. */
  int within(Duration window, Instant now) {
    Instant from = now.minus(window);
    return (int) times.stream().filter(time -> time.isAfter(from)).count();
  }

  /** The same count with the back-off at its beginning. */
  Retries withoutPauses() {
    return new Retries(consecutive, 0, times);
  }
}
