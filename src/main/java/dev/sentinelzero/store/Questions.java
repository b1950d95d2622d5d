package dev.sentinelzero.store;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Archive.Numbered;
import dev.sentinelzero.runtime.Archive.PastFiring;
import dev.sentinelzero.runtime.Archive.PastRun;
import dev.sentinelzero.runtime.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads rows back, in SQL that SQLite and PostgreSQL both speak. */
final class Questions {
  private static final String EVENTS =
      "SELECT sequence, happened_at, process, run, what, reason_code, reason_text, actor, via,"
          + " details FROM events WHERE sequence > :after AND sequence < :before";

  private Questions() {}

  /**
   * A span of the transaction log.
   *
   * @param after exclusive
   * @param before exclusive
   * @param most at most so many
   * @param newest whether the newest are wanted of those, or the oldest
   */
  record Span(
      long after,
      long before,
      Optional<ProcessName> process,
      Optional<Instant> since,
      int most,
      boolean newest) {

    boolean takes(JournalLine.Recorded line) {
      return line.sequence() > after
          && line.sequence() < before
          && line.entry() instanceof Entry.Happened happened
          && since.map(time -> !happened.at().isBefore(time)).orElse(true)
          && process.map(name -> isAbout(happened, name)).orElse(true);
    }

    private static boolean isAbout(Entry.Happened happened, ProcessName name) {
      return happened.process().map(about -> about.key().equals(name.key())).orElse(false);
    }
  }

  /** The events of a span, in the order of their numbers. */
  static List<Numbered> events(Handle handle, Span span) {
    String sql =
        EVENTS
            + (span.process().isPresent() ? " AND process_key = :process" : "")
            + (span.since().isPresent() ? " AND happened_at >= :since" : "")
            + (span.newest() ? " ORDER BY sequence DESC" : " ORDER BY sequence")
            + " LIMIT :most";
    try (Query query = handle.createQuery(sql)) {
      query.bind("after", span.after()).bind("before", span.before()).bind("most", span.most());
      span.process().ifPresent(name -> query.bind("process", name.key()));
      span.since().ifPresent(time -> query.bind("since", Times.nanos(time)));
      List<Numbered> rows = query.map((row, context) -> event(row)).list();
      return span.newest() ? rows.reversed() : rows;
    }
  }

  private static Numbered event(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong("sequence"),
        new Entry.Happened(
            Times.instant(row.getLong("happened_at")),
            new Entry.Origin(row.getString("actor"), row.getString("via")),
            Optional.ofNullable(row.getString("process")).map(ProcessName::new),
            Optional.ofNullable(row.getString("run")).map(RunId::new),
            row.getString("what"),
            new Reason(row.getString("reason_code"), row.getString("reason_text")),
            Json.parse(row.getString("details")).scalars()));
  }

  /** The latest runs, newest first. */
  static List<PastRun> runs(Handle handle, ProcessName process, int newest) {
    String sql =
        "SELECT process, run, began_at, reason_text, ended_at, up_nanos, exit_text FROM runs"
            + " WHERE process_key = :process ORDER BY run DESC LIMIT :most";
    try (Query query = handle.createQuery(sql)) {
      return query
          .bind("process", process.key())
          .bind("most", newest)
          .map((row, context) -> run(row))
          .list();
    }
  }

  private static PastRun run(ResultSet row) throws SQLException {
    return new PastRun(
        new ProcessName(row.getString("process")),
        new RunId(row.getString("run")),
        Times.instant(row.getLong("began_at")),
        row.getString("reason_text"),
        report(row));
  }

  private static Optional<ExitReport> report(ResultSet row) throws SQLException {
    String exit = row.getString("exit_text");
    return exit == null
        ? Optional.empty()
        : Optional.of(
            new ExitReport(
                ExitText.parse(exit),
                Times.instant(row.getLong("ended_at")),
                Duration.ofNanos(row.getLong("up_nanos"))));
  }

  /** The latest planned runs, newest first. */
  static List<PastFiring> firings(Handle handle, ProcessName process, int newest) {
    String sql =
        "SELECT f.process, f.planned_at, f.cause, f.outcome, f.run, f.reason_code, f.reason_text,"
            + " f.started_at, r.ended_at, r.up_nanos, r.exit_text"
            + " FROM firings f LEFT JOIN runs r ON r.run = f.run"
            + " WHERE f.process_key = :process ORDER BY f.planned_at DESC LIMIT :most";
    try (Query query = handle.createQuery(sql)) {
      return query
          .bind("process", process.key())
          .bind("most", newest)
          .map((row, context) -> firing(row))
          .list();
    }
  }

  private static PastFiring firing(ResultSet row) throws SQLException {
    long started = row.getLong("started_at");
    Optional<Instant> at = row.wasNull() ? Optional.empty() : Optional.of(Times.instant(started));
    Agenda.Occurrence occurrence =
        new Agenda.Occurrence(
            Times.instant(row.getLong("planned_at")), EntryCodec.cause(row.getString("cause")));
    Firing firing =
        new Firing(
            occurrence,
            EntryCodec.outcome(row.getString("outcome")),
            Optional.ofNullable(row.getString("run")).map(RunId::new),
            new Reason(row.getString("reason_code"), row.getString("reason_text")));
    return new PastFiring(new ProcessName(row.getString("process")), firing, at, report(row));
  }

  /** Every definition, by name. */
  static List<Entry.Defined> definitions(Handle handle) {
    String sql =
        "SELECT process, project, definition, wanted, updated_at FROM definitions"
            + " ORDER BY process_key";
    try (Query query = handle.createQuery(sql)) {
      return query
          .map(
              (row, context) ->
                  new Entry.Defined(
                      Times.instant(row.getLong("updated_at")),
                      new ProcessName(row.getString("process")),
                      row.getString("project"),
                      row.getString("definition"),
                      EntryCodec.wanted(row.getString("wanted"))))
          .list();
    }
  }
}
