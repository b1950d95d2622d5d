package dev.sentinelzero.daemon;

import dev.sentinelzero.files.Follower;
import dev.sentinelzero.files.LogCursor;
import dev.sentinelzero.files.LogLine;
import dev.sentinelzero.files.ProcessLogs;
import dev.sentinelzero.files.Query;
import dev.sentinelzero.files.RunChoice;
import dev.sentinelzero.files.Stream;
import dev.sentinelzero.http.LogSource;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of several processes as one stream in the order of time. */
final class LogStreams implements LogSource {
  private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
  private static final int BATCH = 256;
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
  private static final Comparator<Line> BY_TIME = Comparator.comparing(Line::at);

  private final ProcessLogs logs;
  private final BiFunction<Managed, List<String>, Optional<String>> causes;

  /**
   * Reads logs.
   *
   * @param causes finds the likely cause of a process's failure, given its last lines of output
   */
  LogStreams(ProcessLogs logs, BiFunction<Managed, List<String>, Optional<String>> causes) {
    this.logs = logs;
    this.causes = causes;
  }

  @Override
  public void read(Question question, Sink sink) throws IOException, InterruptedException {
    Query query = query(question);
    if (question.follow()) {
      follow(question, query, sink);
    } else if (question.names().size() == 1) {
      one(question.names().getFirst(), query, sink);
    } else if (question.tail().isPresent()) {
      sink.take(tails(question, query));
    } else {
      merged(question, query, sink);
    }
  }

  @Override
  public boolean hasRun(ProcessName name, String run) throws IOException {
    return RunChoice.parse(run).among(logs.runs(name)).isPresent();
  }

  private static Query query(Question question) {
    return new Query(
        question.run().map(RunChoice::parse),
        question.tail().map(OptionalLong::of).orElseGet(OptionalLong::empty),
        question.since(),
        question.until(),
        question.grep().map(LogStreams::pattern),
        question.stream().map(LogStreams::stream),
        question.after().map(LogCursor::parse));
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a regular expression: " + e.getDescription(), e);
    }
  }

  private static Stream stream(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "stdout" -> Stream.STDOUT;
      case "stderr" -> Stream.STDERR;
      default ->
          throw new IllegalArgumentException(
              "there is no stream '" + text + "'; there are stdout and stderr");
    };
  }

  private static Line line(ProcessName name, LogLine line) {
    return new Line(
        name,
        line.at(),
        line.stream().word(),
        line.run().value(),
        line.bytes(),
        line.text(),
        line.partial(),
        line.dropped(),
        line.after().toString());
  }

  private void one(ProcessName name, Query query, Sink sink)
      throws IOException, InterruptedException {
    List<Line> batch = new ArrayList<>();
    logs.read(
        name,
        query,
        line -> {
          batch.add(line(name, line));
          if (batch.size() == BATCH) {
            boolean wanted = sink.take(List.copyOf(batch));
            batch.clear();
            return wanted;
          }
          return true;
        });
    if (!batch.isEmpty()) {
      sink.take(batch);
    }
  }

  private List<Line> tails(Question question, Query query)
      throws IOException, InterruptedException {
    List<Line> all = new ArrayList<>();
    for (ProcessName name : question.names()) {
      logs.read(name, query, line -> all.add(line(name, line)));
    }
    return newest(all, question.tail());
  }

  private static List<Line> newest(List<Line> lines, Optional<Long> tail) {
    lines.sort(BY_TIME);
    long keep = tail.orElse((long) lines.size());
    return lines.subList((int) Math.max(0, lines.size() - keep), lines.size());
  }

  /** One process's log as it is read beside the others: a few lines ahead, never all of them. */
  private static final class Source {
    private final BlockingQueue<Optional<Line>> ahead = new ArrayBlockingQueue<>(BATCH);
    private final Deque<Line> next = new ArrayDeque<>();
    private boolean ended;

    /** Looks at the next line; null at the end. */
    Optional<Line> peek() throws InterruptedException {
      if (next.isEmpty() && !ended) {
        Optional<Line> line = ahead.take();
        line.ifPresentOrElse(next::add, () -> ended = true);
      }
      return Optional.ofNullable(next.peek());
    }

    Line take() {
      return next.remove();
    }
  }

  private void merged(Question question, Query query, Sink sink)
      throws IOException, InterruptedException {
    List<Source> sources = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (ProcessName name : question.names()) {
      Source source = new Source();
      sources.add(source);
      readers.add(Thread.ofVirtual().start(() -> readAhead(name, query, source)));
    }
    try {
      List<Line> batch = new ArrayList<>();
      for (Optional<Source> first = first(sources); first.isPresent(); first = first(sources)) {
        batch.add(first.orElseThrow().take());
        if (batch.size() == BATCH) {
          sink.take(List.copyOf(batch));
          batch.clear();
        }
      }
      if (!batch.isEmpty()) {
        sink.take(batch);
      }
    } finally {
      readers.forEach(Thread::interrupt);
    }
  }

  private void readAhead(ProcessName name, Query query, Source source) {
    try {
      try {
        logs.read(name, query, line -> put(source, line(name, line)));
      } catch (IOException e) {
        LOG.warn("the log of {} can't be read to its end: {}", name, e.toString());
      }
      source.ahead.put(Optional.empty());
    } catch (InterruptedException e) {
      LOG.debug("nobody reads the log of {} any more", name);
    }
  }

  private static boolean put(Source source, Line line) throws IOException {
    try {
      source.ahead.put(Optional.of(line));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody reads any more", e);
    }
  }

  private static Optional<Source> first(List<Source> sources) throws InterruptedException {
    Source first = null;
    Line earliest = null;
    for (Source source : sources) {
      Optional<Line> line = source.peek();
      if (line.isPresent()
          && (earliest == null || line.orElseThrow().at().isBefore(earliest.at()))) {
        first = source;
        earliest = line.orElseThrow();
      }
    }
    return Optional.ofNullable(first);
  }

  private void follow(Question question, Query query, Sink sink)
      throws IOException, InterruptedException {
    List<Follower> followers = new ArrayList<>();
    List<Thread> pumps = new ArrayList<>();
    BlockingQueue<List<Line>> queue = new ArrayBlockingQueue<>(BATCH);
    try {
      List<Line> begin = new ArrayList<>();
      for (ProcessName name : question.names()) {
        Follower follower = logs.follow(name, query);
        followers.add(follower);
        follower.next(Duration.ZERO).forEach(line -> begin.add(line(name, line)));
      }
      sink.take(newest(begin, question.tail()));
      for (int at = 0; at < followers.size(); at++) {
        ProcessName name = question.names().get(at);
        Follower follower = followers.get(at);
        pumps.add(Thread.ofVirtual().start(() -> pump(name, follower, queue)));
      }
      boolean wanted = true;
      while (wanted) {
        List<Line> lines = queue.poll(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        wanted = sink.take(lines == null ? List.of() : lines);
      }
    } finally {
      pumps.forEach(Thread::interrupt);
      for (Follower follower : followers) {
        follower.close();
      }
    }
  }

  private static void pump(ProcessName name, Follower follower, BlockingQueue<List<Line>> queue) {
    try {
      while (true) {
        List<LogLine> lines = follower.next(SIGN_OF_LIFE);
        if (!lines.isEmpty()) {
          queue.put(lines.stream().map(line -> line(name, line)).toList());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("nobody follows {} any more", name);
    } catch (IOException e) {
      LOG.warn("the log of {} can't be followed any more: {}", name, e.toString());
    }
  }

  @Override
  public Tail tail(Managed managed, int lines) {
    ProcessName name = managed.name();
    List<String> last = new ArrayList<>();
    try {
      logs.read(name, Query.ALL.ofRun(new RunChoice.Back(0)).tail(lines), l -> last.add(l.text()));
    } catch (IOException e) {
      LOG.debug("no last lines of {}: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Tail(last, causes.apply(managed, last));
  }
}
