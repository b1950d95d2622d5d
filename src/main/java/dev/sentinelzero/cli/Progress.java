package dev.sentinelzero.cli;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says on a terminal what is waited for, once that takes longer than a second. */
final class Progress implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";

  private final CountDownLatch done = new CountDownLatch(1);
  private final Call call;
  private final String what;
  private final Thread thread;

  private Progress(Call call, String what) {
    this.call = call;
    this.what = what;
    this.thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::show);
  }

  /** Begins; whoever closes it ends it. */
  static Progress of(Call call, String what) {
    Progress progress = new Progress(call, what);
    if (call.surroundings().screen().terminal()) {
      progress.thread.start();
    }
    return progress;
  }

  private void show() {
    long began = System.nanoTime();
    boolean shown = false;
    try {
      while (!done.await(1, TimeUnit.SECONDS)) {
        Duration since = Duration.ofNanos(System.nanoTime() - began);
        call.surroundings().err().print(CLEAR + what + " … " + Durations.brief(since));
        call.surroundings().err().flush();
        shown = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      call.surroundings().err().print(CLEAR);
    }
  }

  @Override
  public void close() throws InterruptedException {
    done.countDown();
    thread.join();
  }
}
