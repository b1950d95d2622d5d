package dev.sentinelzero.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/** Waits for the end of the daemon: TERM, INT, or somebody asking for it. */
final class Stopping {
  /** What becomes of the processes. */
  enum Way {
    /** They are stopped. */
    STOP_PROCESSES,
    /** They are left running. */
    KEEP_PROCESSES
  }

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<Way> way = new AtomicReference<>();

  /**
   * Listens to signals; HUP is ignored, so that a terminal that closes takes nothing with it.
   *
   * @param onSignal what TERM and INT mean
   */
  void listen(Way onSignal) {
    Signal.handle(new Signal("TERM"), signal -> ask(onSignal));
    Signal.handle(new Signal("INT"), signal -> ask(onSignal));
    Signal.handle(new Signal("HUP"), signal -> {});
  }

  /** Asks for the end; the first one decides how. */
  void ask(Way wanted) {
    way.compareAndSet(null, wanted);
    asked.countDown();
  }

  Way await() throws InterruptedException {
    asked.await();
    return java.util.Objects.requireNonNull(way.get());
  }
}
