package dev.sentinelzero.files;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the lines of a process as they come, over segments and runs. One thread takes lines; any
 * thread may close.
 *
 * <p>Looks at file sizes at an interval of 20 ms that grows to 200 ms while nothing comes: the
 * keeper is another process that tells nobody. What an older run's leftovers write beside a newer
 * run is followed too, but a reader that resumes from a line of the newer run does not get it
 * again.
 */
public final class Follower implements AutoCloseable {
  private static final int MOST_LINES = 1000;
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final FollowedRuns runs;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock reading = new ReentrantLock();
  private long pause = SHORTEST_NANOS;

  Follower(FollowedRuns runs) {
    this.runs = runs;
  }

  /**
   * Waits for lines.
   *
   * @param timeout how long at most; zero: take what is there
   * @return the next lines in order, the tail first and in one piece, else at most 1000; empty when
   *     none came in time or the follower was closed
   * @throws IOException when files can't be read
   * @throws InterruptedException when the thread was interrupted; then close the follower
   */
  public List<LogLine> next(Duration timeout) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      List<LogLine> lines = take();
      if (!lines.isEmpty()) {
        pause = SHORTEST_NANOS;
        return lines;
      }
      long left = timeout.toNanos() - (System.nanoTime() - begun);
      if (left <= 0 || closed.await(Math.min(left, pause), TimeUnit.NANOSECONDS)) {
        return List.of();
      }
      pause = Math.min(LONGEST_NANOS, pause + pause / 2);
    }
  }

  private List<LogLine> take() throws IOException, InterruptedException {
    reading.lock();
    try {
      return closed.getCount() == 0 ? List.of() : runs.take(MOST_LINES);
    } finally {
      reading.unlock();
    }
  }

  /** Ends following; a waiting {@link #next} returns at once. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    reading.lock();
    try {
      runs.close();
    } finally {
      reading.unlock();
    }
  }
}
