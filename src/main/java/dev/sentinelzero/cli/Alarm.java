package dev.sentinelzero.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes a connection once its time is up, which ends a read that is under way. */
final class Alarm implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AutoCloseable connection;
  private volatile boolean rang;

  /**
   * Watches a connection.
   *
   * @param after when; absent: never
   */
  Alarm(Optional<Duration> after, AutoCloseable connection) {
    this.connection = connection;
    after.ifPresent(time -> Thread.ofPlatform().daemon().name("alarm").start(() -> await(time)));
  }

  private void await(Duration after) {
    try {
      if (!closed.await(after.toMillis(), TimeUnit.MILLISECONDS)) {
        rang = true;
        shut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it closed the connection. */
  boolean rang() {
    return rang;
  }

  /** Closes the connection. */
  @Override
  public void close() {
    closed.countDown();
    shut();
  }

  private void shut() {
    try {
      connection.close();
    } catch (Exception e) {
      // Nothing is lost by a connection that can't be closed any more.
      return;
    }
  }
}
