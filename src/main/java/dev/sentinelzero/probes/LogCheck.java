package dev.sentinelzero.probes;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.reach.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a pattern in the output of one run, from where it stopped looking. Each look reads some
 * lines and goes to the end of the queue again when there are more, so that one who writes much
 * doesn't hold up the others.
 */
final class LogCheck implements AutoCloseable {
  private static final int LONGEST_LINE = 8192;

  private final RunLogs logs;
  private final String process;
  private final String run;
  private final Pattern pattern;
  private final Aim aim;
  private final ReentrantLock reading = new ReentrantLock();
  private RunLogs.@Nullable Output output;
  private boolean seen;
  private boolean closed;

  /** Which run's output is looked through, and for what. */
  record Search(String process, String run, String pattern, Aim aim) {}

  /**
   * Begins; reads nothing yet.
   *
   * @param seen whether the pattern was found before
   */
  LogCheck(RunLogs logs, Search search, boolean seen) {
    this.logs = logs;
    this.process = search.process();
    this.run = search.run();
    this.pattern = Pattern.compile(search.pattern());
    this.aim = search.aim();
    this.seen = seen;
  }

  void look(Deadline deadline, Executor readers, CompletableFuture<Result> answer) {
    try {
      readers.execute(() -> step(deadline, readers, answer));
    } catch (RejectedExecutionException e) {
      answer.complete(new Result.Skipped("the daemon is ending"));
    }
  }

  private void step(Deadline deadline, Executor readers, CompletableFuture<Result> answer) {
    try {
      if (answer.isDone()) {
        return;
      }
      boolean more = readSome(deadline);
      if (more && !deadline.isOver()) {
        look(deadline, readers, answer);
      } else {
        answer.complete(result());
      }
    } catch (BoundedText.TooSlowException e) {
      answer.complete(new Result.Failed("the pattern took too long on a line"));
    } catch (IOException | RuntimeException e) {
      answer.complete(new Result.Failed("the output can't be read: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.complete(new Result.Skipped("the daemon is ending"));
    }
  }

  /** Whether there may be more to read that counts. */
  private boolean readSome(Deadline deadline) throws IOException, InterruptedException {
    reading.lock();
    try {
      if (closed || seen && aim == Aim.READINESS) {
        return false;
      }
      RunLogs.Output from = output;
      if (from == null) {
        from = logs.follow(process, run, aim == Aim.READINESS);
        output = from;
      }
      List<String> lines = from.take();
      for (String line : lines) {
        String bounded = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
        // For liveness one is enough, but the others are read past all the same.
        seen = seen || BoundedText.holds(bounded, pattern, deadline);
      }
      return !lines.isEmpty() && !(seen && aim == Aim.READINESS);
    } finally {
      reading.unlock();
    }
  }

  private Result result() throws IOException {
    reading.lock();
    try {
      boolean found = seen;
      if (aim == Aim.LIVENESS) {
        seen = false;
      } else if (found) {
        close();
      }
      String since = aim == Aim.LIVENESS ? "since the probe before" : "yet";
      return found ? new Result.Passed() : new Result.Failed("no line of output matches " + since);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    reading.lock();
    try {
      closed = true;
      RunLogs.Output open = output;
      output = null;
      if (open != null) {
        open.close();
      }
    } finally {
      reading.unlock();
    }
  }
}
