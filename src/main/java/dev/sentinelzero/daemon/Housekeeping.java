package dev.sentinelzero.daemon;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that comes round: no chore overlaps itself, and a long one does not hold up the others. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private static final int THREADS = 3;
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final long FIRST_OF_THE_FREQUENT = 1_000;
  private static final long FIRST_OF_THE_RARE = 30_000;

  /** A piece of work; what it throws is logged, and it comes round again. */
  interface Chore {
    /** Does it. */
    void run() throws Exception;
  }

  private final ScheduledExecutorService thread =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().name("housekeeping-", 0).daemon().factory());

  /** Has a chore done again and again, with this much time between. */
  void every(Duration pause, String what, Chore chore) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            chore.run();
          } catch (Exception e) {
            if (thread.isShutdown()) {
              return;
            }
            LOG.warn("{} failed and will be tried again: {}", what, e.toString());
          }
        },
        pause.compareTo(SOON) < 0 ? FIRST_OF_THE_FREQUENT : FIRST_OF_THE_RARE,
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
