package dev.sentinelzero.store;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Bounds and times of the store.
 *
 * @param fileBytes a journal file that has grown to so many bytes is closed, and the next begun
 * @param journalBytes bound of all journal files together; above it the oldest events are dropped
 * @param queued so many entries may wait in memory for the journal's file; above it events are
 *     dropped
 * @param recent so many of the latest entries are kept in memory
 * @param gather how long the database's writer waits for more entries before it writes a batch
 * @param clock tells the time for the store's own events
 * @param whenRebuilt called on a thread of the store after the database had to be made anew; it
 *     should journal every known definition again
 */
public record StoreSettings(
    long fileBytes,
    long journalBytes,
    int queued,
    int recent,
    Duration gather,
    InstantSource clock,
    Runnable whenRebuilt) {

  /** 4 MiB a file, 256 MiB in all, 50,000 waiting, 2,000 recent, 200 ms. */
  public static StoreSettings standard() {
    return new StoreSettings(
        4L << 20,
        256L << 20,
        50_000,
        2_000,
        Duration.ofMillis(200),
        InstantSource.system(),
        () -> {});
  }

  /** The same with another hook for a database made anew. */
  public StoreSettings withWhenRebuilt(Runnable hook) {
    return new StoreSettings(fileBytes, journalBytes, queued, recent, gather, clock, hook);
  }
}
