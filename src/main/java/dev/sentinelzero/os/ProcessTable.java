package dev.sentinelzero.os;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one place that lists processes. Callers that come while a scan is waiting to begin share it;
 * a scan always begins after the call that gets its result, so that what is seen is never older
 * than the question. The scan runs on a thread of its own: native calls would hold the carrier of a
 * virtual one.
 */
final class ProcessTable implements AutoCloseable {
  private final ProcessSource source = ProcessSource.current();
  private final ExecutorService scanner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("process-table").factory());

  /** The scan that has not begun yet; replaced by the scanner alone. */
  private volatile CompletableFuture<Snapshot> next = new CompletableFuture<>();

  /** Lists all processes; blocks for the time of one or two scans. */
  Snapshot scan() {
    CompletableFuture<Snapshot> mine = next;
    scanner.execute(() -> answer(mine));
    return mine.join();
  }

  private void answer(CompletableFuture<Snapshot> wanted) {
    if (next != wanted) {
      return; // answered already, for another caller
    }
    next = new CompletableFuture<>(); // for whoever comes from here on
    try {
      wanted.complete(new Snapshot(source, source.all(), BootClock.nanos()));
    } catch (RuntimeException | Error e) {
      wanted.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    scanner.shutdown();
  }
}
