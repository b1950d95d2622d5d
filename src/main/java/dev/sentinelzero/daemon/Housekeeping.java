package dev.sentinelzero.daemon;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that comes round, one after the other, on a thread of its own. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /** A piece of work; what it throws is logged, and it comes round again. */
  interface Chore {
    /** Does it. */
    void run() throws Exception;
  }

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("housekeeping").daemon().factory());

  /** Has a chore done again and again, with this much time between. */
  void every(Duration pause, String what, Chore chore) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            chore.run();
          } catch (Exception e) {
            LOG.warn("{} failed and will be tried again: {}", what, e.toString());
          }
        },
        Math.min(pause.toMillis(), 1000),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
