package dev.sentinelzero.runtime;

import java.time.Duration;

/** Takes down what happens; never blocks on a database and never throws. */
public interface Journal {
  /** Takes down one entry; entries of one process keep their order. */
  void write(Entry entry);

  /**
   * Waits until what was written before would survive the death of this process.
   *
   * @return false when the time was over first
   */
  default boolean flush(Duration patience) throws InterruptedException {
    return true;
  }
}
