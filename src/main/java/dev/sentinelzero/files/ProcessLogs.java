package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Reads and follows the logs of processes. Holds no files open between calls; may be used by many
 * threads.
 *
 * <p>Lines of one run come in the order in which their newlines were read from the process, over
 * both streams; runs come one after another. Damaged files are read as far as they make sense and
 * never are an error.
 */
public final class ProcessLogs {
  private final Path logs;
  private final BiPredicate<ProcessName, RunId> live;

  /**
   * Reads logs, taking from the run directories beside them which runs are over.
   *
   * @param logsDirectory the folder {@code logs} of the home
   */
  public ProcessLogs(Path logsDirectory) {
    this(logsDirectory, new Liveness(logsDirectory.toAbsolutePath().resolveSibling("run")));
  }

  /**
   * Reads logs.
   *
   * @param logsDirectory the folder {@code logs} of the home
   * @param live whether a keeper may still write to the run; half lines at the end of such a run
   *     are held back until they are complete
   */
  public ProcessLogs(Path logsDirectory, BiPredicate<ProcessName, RunId> live) {
    this.logs = logsDirectory;
    this.live = live;
  }

  /**
   * The runs of which there are logs, oldest first; none when the process is not known.
   *
   * @throws IOException when the folder can't be read
   */
  public List<RunId> runs(ProcessName name) throws IOException {
    return RunFolder.runs(logs.resolve(name.directory()));
  }

  /**
   * Gives the lines that are there now.
   *
   * @return where a later read goes on with {@link Query#after}; empty when nothing was ever
   *     written
   * @throws IOException when files can't be read, or from the sink
   * @throws InterruptedException when the thread was interrupted
   */
  public Optional<LogCursor> read(ProcessName name, Query query, LineSink sink)
      throws IOException, InterruptedException {
    List<RunView> views = views(name, query);
    BoundedRead read = new BoundedRead(views, query);
    Optional<LogCursor> end = query.tail().isPresent() ? read.tail().give(sink) : read.all(sink);
    return end.isPresent() ? end : query.after();
  }

  /**
   * Begins to follow: first the lines that {@link #read} would give now, then those that come, also
   * of runs to come.
   *
   * @throws IOException when files can't be read
   * @throws InterruptedException when the thread was interrupted
   */
  public Follower follow(ProcessName name, Query query) throws IOException, InterruptedException {
    try {
      return new Follower(new FollowedRuns(this, name, query));
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    }
  }

  // A channel that is read while its thread is interrupted closes and keeps the thread's flag.
  static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  /** Whether a keeper may still write to the run. */
  boolean isLive(ProcessName name, RunId run) {
    return live.test(name, run);
  }

  RunFolder folder(ProcessName name, RunId run) {
    return RunFolder.of(logs, name, run);
  }

  /** The runs that a query can touch, as they are now, oldest first. */
  List<RunView> views(ProcessName name, Query query) throws IOException {
    List<RunId> wanted = runs(name);
    if (query.run().isPresent()) {
      wanted = query.run().get().among(wanted).stream().toList();
    }
    List<RunView> views = new ArrayList<>();
    for (RunId run : wanted) {
      if (query.after().isEmpty() || run.compareTo(query.after().get().run()) >= 0) {
        // Asked before looking: what is there after the answer "over" is all there will be.
        boolean alive = isLive(name, run);
        views.add(RunView.of(folder(name, run), alive));
      }
    }
    return views;
  }
}
