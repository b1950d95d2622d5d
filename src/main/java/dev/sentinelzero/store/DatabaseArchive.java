package dev.sentinelzero.store;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.store.Questions.Span;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Answers from the database, the journal's files and memory together, so that an answer holds what
 * was written a moment before. With the database away it answers from the other two, quickly.
 *
 * <p>The order matters: memory first, then files, then the database. What has left memory is in a
 * file, and what has left the files is in the database.
 */
public final class DatabaseArchive implements Archive {
  private static final int WANTED_WITHOUT_DATABASE = 10_000;

  private final JournalQueue queue;
  private final JournalSearch search;
  private final DatabaseFeeder feeder;
  private final Asking asking;

  DatabaseArchive(JournalQueue queue, JournalSearch search, DatabaseFeeder feeder, Asking asking) {
    this.queue = queue;
    this.search = search;
    this.feeder = feeder;
    this.asking = asking;
  }

  /** A part of the log in order; {@code through}: nothing up to this number is left out. */
  record Page(List<Numbered> events, long through) {}

  @Override
  public List<Numbered> events(Question question) throws ArchiveException {
    JournalQueue.Recent recent = queue.recent();
    Span span =
        new Span(
            question.after(),
            Long.MAX_VALUE,
            question.process(),
            question.since(),
            question.newest(),
            true);
    List<Numbered> latest = matching(recent.lines(), span);
    if (question.newest() <= 0
        || latest.size() >= question.newest()
        || question.after() + 1 >= recent.low()) {
      return latest.subList(
          Math.max(0, latest.size() - Math.max(0, question.newest())), latest.size());
    }
    Span older =
        new Span(
            question.after(),
            recent.low(),
            question.process(),
            question.since(),
            question.newest() - latest.size(),
            true);
    TreeMap<Long, Numbered> found = new TreeMap<>();
    asking.ask(
        () -> addOlder(found, older),
        database -> database.read(handle -> Questions.events(handle, older)),
        rows -> rows.forEach(row -> found.put(row.sequence(), row)),
        () -> !latest.isEmpty() || !found.isEmpty());
    while (found.size() > older.most()) {
      found.pollFirstEntry();
    }
    latest.forEach(event -> found.put(event.sequence(), event));
    return List.copyOf(found.values());
  }

  private void addOlder(Map<Long, Numbered> found, Span span) {
    long from = Math.max(span.after(), feeder.fed());
    if (from + 1 < span.before()) {
      search
          .newest(from, span::takes, span.most())
          .forEach(line -> number(line).ifPresent(event -> found.put(event.sequence(), event)));
    }
  }

  private static List<Numbered> matching(List<JournalLine.Recorded> lines, Span span) {
    return lines.stream().filter(span::takes).flatMap(line -> number(line).stream()).toList();
  }

  private static Optional<Numbered> number(JournalLine.Recorded line) {
    return line.entry() instanceof Entry.Happened happened
        ? Optional.of(new Numbered(line.sequence(), happened))
        : Optional.empty();
  }

  /**
   * The oldest events after a number, for those who read on in order.
   *
   * @param upTo inclusive; numbers up to it have been given
   * @throws ArchiveException when the database is needed and can't answer
   */
  Page page(long after, long upTo, Optional<ProcessName> process, int most)
      throws ArchiveException {
    JournalQueue.Recent recent = queue.recent();
    if (after + 1 >= recent.low()) {
      Span span = new Span(after, upTo + 1, process, Optional.empty(), most, false);
      return new Page(matching(recent.lines(), span), upTo);
    }
    long before = Math.min(recent.low(), upTo + 1);
    Span span = new Span(after, before, process, Optional.empty(), most, false);
    TreeMap<Long, Numbered> found = new TreeMap<>();
    boolean[] filesReachBack = {false};
    asking.ask(
        () -> filesReachBack[0] = addUnfed(found, span),
        database -> database.read(handle -> Questions.events(handle, span)),
        rows -> rows.forEach(row -> found.put(row.sequence(), row)),
        () -> filesReachBack[0]);
    while (found.size() > most) {
      found.pollLastEntry();
    }
    long through = found.size() == most ? found.lastKey() : before - 1;
    return new Page(List.copyOf(found.values()), through);
  }

  private boolean addUnfed(Map<Long, Numbered> found, Span span) {
    boolean reachBack = search.beginsAfter() <= span.after();
    long from = Math.max(span.after(), reachBack ? -1 : feeder.fed());
    if (from + 1 < span.before()) {
      search
          .oldest(from, span::takes, span.most())
          .forEach(line -> number(line).ifPresent(event -> found.put(event.sequence(), event)));
    }
    return reachBack;
  }

  @Override
  public List<PastRun> runs(ProcessName process, int newest) throws ArchiveException {
    TreeMap<RunId, PastRun> runs = new TreeMap<>(Comparator.reverseOrder());
    Collection<JournalLine.Recorded> unfed =
        unfed(
            line -> Runs.isAbout(line, process),
            database -> database.read(handle -> Questions.runs(handle, process, newest)),
            rows -> rows.forEach(run -> runs.put(run.run(), run)));
    unfed.forEach(line -> Runs.apply(runs, line.entry()));
    return runs.values().stream().limit(Math.max(0, newest)).toList();
  }

  @Override
  public List<PastFiring> firings(ProcessName process, int newest) throws ArchiveException {
    TreeMap<Instant, PastFiring> firings = new TreeMap<>(Comparator.reverseOrder());
    Collection<JournalLine.Recorded> unfed =
        unfed(
            line -> Firings.isAbout(line, process),
            database -> database.read(handle -> Questions.firings(handle, process, newest)),
            rows -> rows.forEach(one -> firings.put(one.firing().occurrence().planned(), one)));
    unfed.forEach(line -> Firings.apply(firings, line.entry(), process));
    return firings.values().stream().limit(Math.max(0, newest)).toList();
  }

  /** Takes rows from the database, and answers lines that it may not have yet, in their order. */
  private <T> Collection<JournalLine.Recorded> unfed(
      Predicate<JournalLine.Recorded> wanted, Reading<T> question, Consumer<T> rows)
      throws ArchiveException {
    JournalQueue.Recent recent = queue.recent();
    TreeMap<Long, JournalLine.Recorded> unfed = new TreeMap<>();
    recent.lines().stream().filter(wanted).forEach(line -> unfed.put(line.sequence(), line));
    asking.ask(() -> addUnfed(unfed, wanted, recent.low()), question, rows, () -> !unfed.isEmpty());
    return unfed.values();
  }

  private void addUnfed(
      Map<Long, JournalLine.Recorded> unfed, Predicate<JournalLine.Recorded> wanted, long before) {
    long from = feeder.fed();
    if (from + 1 < before) {
      search
          .newest(
              from, line -> line.sequence() < before && wanted.test(line), WANTED_WITHOUT_DATABASE)
          .forEach(line -> unfed.put(line.sequence(), line));
    }
  }

  /**
   * The definitions that the database holds, by name; what has not been fed yet is missing.
   *
   * @throws ArchiveException when the database can't answer
   */
  public List<Entry.Defined> definitions() throws ArchiveException {
    TreeMap<ProcessName, Entry.Defined> found = new TreeMap<>();
    asking.ask(
        () -> {},
        database -> database.read(Questions::definitions),
        rows -> rows.forEach(row -> found.put(row.process(), row)),
        () -> false);
    return List.copyOf(found.values());
  }

  /** A question to the database. */
  interface Reading<T> {
    T from(Database database) throws SQLException;
  }
}
