package dev.sentinelzero.reach;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes what is still open at its deadline, which ends every read and connect on it, whatever the
 * other side does meanwhile.
 */
public final class Closer implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadlines").factory());

  /** Closes nothing yet. */
  public Closer() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Until this is closed, the deadline holds. */
  public Guard guard(Closeable open, Deadline deadline) {
    return new Guard(after(deadline.left(), () -> closeQuietly(open)));
  }

  /** Does something short later. */
  public Future<?> after(long nanos, Runnable action) {
    return timer.schedule(action, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private static void closeQuietly(Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      // Whoever uses it sees that for himself.
    }
  }

  /** A deadline that holds. */
  public record Guard(Future<?> closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.cancel(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
