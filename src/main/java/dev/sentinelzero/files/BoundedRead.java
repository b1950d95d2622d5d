package dev.sentinelzero.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One read of the runs of a process as they were when it began. */
final class BoundedRead {
  private static final long FIRST_WINDOW = 1 << 16;
  private static final long BYTES_A_LINE = 160;
  private static final int GROWTH = 4;

  private final List<RunView> views;
  private final Query query;
  private final long firstWindow;
  private final StartFinder finder;

  /**
   * Opens nothing yet.
   *
   * @param views the runs, oldest first
   */
  BoundedRead(List<RunView> views, Query query) {
    this(
        views,
        query,
        Math.max(FIRST_WINDOW, Math.min(query.tail().orElse(0), 1L << 40) * BYTES_A_LINE));
  }

  /**
   * Opens nothing yet.
   *
   * @param firstWindow how many bytes before the end are tried first for a tail, 1 or more
   */
  BoundedRead(List<RunView> views, Query query, long firstWindow) {
    this.views = views;
    this.query = query;
    this.firstWindow = firstWindow;
    this.finder = new StartFinder(views);
  }

  /**
   * The newest lines.
   *
   * @param lines oldest first
   * @param end the place behind them
   */
  record Tail(List<LogLine> lines, Optional<LogCursor> end) {
    /** Gives the lines until the sink has enough, and tells the place reached. */
    Optional<LogCursor> give(LineSink sink) throws IOException {
      for (LogLine line : lines) {
        if (!sink.accept(line)) {
          return Optional.of(line.after());
        }
      }
      return end;
    }
  }

  /** Gives all wanted lines, and tells the place reached. */
  Optional<LogCursor> all(LineSink sink) throws IOException, InterruptedException {
    return from(floor(), sink);
  }

  /** The newest wanted lines, by reading a window before the end that grows until it is enough. */
  Tail tail() throws IOException, InterruptedException {
    long wanted = query.tail().orElse(0);
    Optional<LogCursor> floor = floor();
    long window = firstWindow;
    while (true) {
      Optional<LogCursor> start = wanted == 0 ? end() : finder.beforeEnd(window);
      boolean all = start.isEmpty() || floor.isPresent() && start.get().compareTo(floor.get()) <= 0;
      Deque<LogLine> newest = new ArrayDeque<>();
      Optional<LogCursor> end = from(all ? floor : start, line -> keep(newest, line, wanted));
      if (all || newest.size() >= wanted) {
        return new Tail(List.copyOf(newest), end);
      }
      window *= GROWTH;
    }
  }

  private static boolean keep(Deque<LogLine> newest, LogLine line, long wanted) {
    newest.addLast(line);
    if (newest.size() > wanted) {
      newest.removeFirst();
    }
    return true;
  }

  private Optional<LogCursor> end() throws IOException {
    return views.isEmpty() ? Optional.empty() : Optional.of(finder.end(views.getLast()));
  }

  // The oldest place that can matter; empty for the very beginning.
  Optional<LogCursor> floor() throws IOException {
    Optional<LogCursor> since =
        query.since().isPresent() ? finder.since(query.since().get()) : Optional.empty();
    if (since.isEmpty() || query.after().isEmpty()) {
      return since.or(query::after);
    }
    return since.get().compareTo(query.after().get()) > 0 ? since : query.after();
  }

  private Optional<LogCursor> from(Optional<LogCursor> start, LineSink sink)
      throws IOException, InterruptedException {
    @Nullable LogCursor reached = start.orElse(null);
    for (RunView view : views) {
      LogCursor first = LogCursor.start(view.folder().run());
      if (start.isPresent()) {
        int order = start.get().run().compareTo(view.folder().run());
        if (order > 0) {
          continue;
        }
        first = order == 0 ? start.get() : first;
      }
      try (RunReader reader = view.reader(query, first)) {
        for (LogLine line = reader.next(view.over());
            line != null;
            line = reader.next(view.over())) {
          if (!sink.accept(line)) {
            return Optional.of(line.after());
          }
        }
        reached = reader.cursor();
        if (reader.isPastUntil()) {
          break;
        }
      }
    }
    return Optional.ofNullable(reached);
  }
}
