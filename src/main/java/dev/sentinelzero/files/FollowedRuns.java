package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The runs that a follower reads. An older run stays among them as long as its keeper may write:
 * leftovers of it may go on beside the next run. The newest always stays.
 */
final class FollowedRuns implements AutoCloseable {
  private final ProcessLogs logs;
  private final ProcessName name;
  private final Query query;
  private final Optional<RunId> only;
  private final List<LogLine> first = new ArrayList<>();
  private final TreeMap<RunId, RunReader> readers = new TreeMap<>();
  private final Set<RunId> known = new HashSet<>();

  /** Finds where to begin, and reads the tail if one is wanted. */
  FollowedRuns(ProcessLogs logs, ProcessName name, Query query)
      throws IOException, InterruptedException {
    this.logs = logs;
    this.name = name;
    this.query = query;
    // Listed before the views are taken: a run that appears between is new, never forgotten.
    known.addAll(logs.runs(name));
    List<RunView> views = logs.views(name, query);
    this.only = query.run().flatMap(choice -> chosen(choice, views));
    Optional<LogCursor> start = begin(views);
    for (RunView view : views) {
      follow(view, start);
    }
  }

  private static Optional<RunId> chosen(RunChoice choice, List<RunView> views) {
    return switch (choice) {
      case RunChoice.Exactly exactly -> Optional.of(exactly.run());
      case RunChoice.Back back -> views.stream().map(view -> view.folder().run()).findFirst();
    };
  }

  private Optional<LogCursor> begin(List<RunView> views) throws IOException, InterruptedException {
    BoundedRead read = new BoundedRead(views, query);
    if (query.tail().isEmpty()) {
      return read.floor();
    }
    BoundedRead.Tail tail = read.tail();
    first.addAll(tail.lines());
    return tail.end();
  }

  private void follow(RunView view, Optional<LogCursor> start) throws IOException {
    RunId run = view.folder().run();
    known.add(run);
    int order = start.isPresent() ? start.get().run().compareTo(run) : -1;
    if (order > 0 && view.over()) {
      return;
    }
    // An older run that still lives is joined at its end.
    LogCursor begin =
        order == 0
            ? start.orElseThrow()
            : order > 0 ? new StartFinder(List.of(view)).end(view) : LogCursor.start(run);
    readers.put(run, new RunReader(view.folder(), query, begin, null));
  }

  /** The lines that are there and were not given yet, at most so many. */
  List<LogLine> take(int most) throws IOException, InterruptedException {
    List<LogLine> lines = new ArrayList<>(first);
    if (!lines.isEmpty()) {
      first.clear();
      return lines;
    }
    addNew();
    Iterator<Map.Entry<RunId, RunReader>> each = readers.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<RunId, RunReader> run = each.next();
      // Asked before reading: what is there after the answer "over" is all there will be.
      boolean over = !logs.isLive(name, run.getKey());
      while (lines.size() < most) {
        LogLine line = run.getValue().next(over);
        if (line == null) {
          break;
        }
        lines.add(line);
      }
      if (lines.size() >= most) {
        return lines;
      }
      if (over && each.hasNext()) {
        run.getValue().close();
        each.remove();
      }
    }
    return lines;
  }

  private void addNew() throws IOException {
    for (RunId run : logs.runs(name)) {
      boolean wanted = only.isPresent() ? only.get().equals(run) : isNewest(query.run());
      if (known.add(run) && wanted) {
        readers.put(run, new RunReader(logs.folder(name, run), query, LogCursor.start(run), null));
      }
    }
  }

  // Of choices counted back that fitted no run yet, only "the newest" can become true.
  private static boolean isNewest(Optional<RunChoice> choice) {
    return choice.isEmpty() || choice.get().equals(new RunChoice.Back(0));
  }

  @Override
  public void close() throws IOException {
    for (RunReader reader : readers.values()) {
      reader.close();
    }
    readers.clear();
  }
}
