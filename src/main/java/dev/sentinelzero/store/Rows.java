package dev.sentinelzero.store;

import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Entry;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Turns entries into rows, in SQL that SQLite and PostgreSQL both speak. Feeding an entry a second
 * time changes nothing.
 */
final class Rows {
  private static final String EVENT =
      """
      INSERT INTO events (sequence, happened_at, process_key, process, run, what,
        reason_code, reason_text, actor, via, details)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence) DO NOTHING""";
  private static final String RUN =
      """
      INSERT INTO runs (run, process_key, process, began_at, reason_code, reason_text)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO NOTHING""";
  private static final String RUN_OVER =
      "UPDATE runs SET ended_at = ?, up_nanos = ?, exit_text = ? WHERE run = ?";
  private static final String DEFINITION =
      """
      INSERT INTO definitions (process_key, process, project, definition, wanted, updated_at)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (process_key) DO UPDATE SET
        process = excluded.process, project = excluded.project, definition = excluded.definition,
        wanted = excluded.wanted, updated_at = excluded.updated_at""";
  private static final String FIRING =
      """
      INSERT INTO firings (process_key, process, planned_at, cause, outcome, run, reason_code,
        reason_text, started_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (process_key, planned_at) DO UPDATE SET
        outcome = excluded.outcome, reason_code = excluded.reason_code,
        reason_text = excluded.reason_text, run = COALESCE(excluded.run, firings.run),
        started_at = COALESCE(firings.started_at, excluded.started_at)""";
  private static final String WANTED =
      "UPDATE definitions SET wanted = ?, updated_at = ? WHERE process_key = ?";
  private static final String DELETED = "DELETE FROM definitions WHERE process_key = ?";

  private Rows() {}

  /** Adds the entries and moves the position; the caller holds the transaction. */
  static void feed(Handle handle, List<JournalLine.Recorded> lines, long position) {
    // Events are most of it and go as one batch; the order among the others matters.
    PreparedBatch events = handle.prepareBatch(EVENT);
    for (JournalLine.Recorded line : lines) {
      switch (line.entry()) {
        case Entry.Happened happened -> add(events, line.sequence(), happened);
        case Entry.RunBegan began -> began(handle, began);
        case Entry.RunOver over -> over(handle, over);
        case Entry.Defined defined -> defined(handle, defined);
        case Entry.WantedChanged changed ->
            handle.execute(
                WANTED,
                changed.wanted().word(),
                Times.nanos(changed.at()),
                changed.process().key());
        case Entry.Fired fired -> fired(handle, fired);
        case Entry.Deleted deleted -> handle.execute(DELETED, deleted.process().key());
      }
    }
    if (events.size() > 0) {
      events.execute();
    }
    move(handle, position);
  }

  private static void move(Handle handle, long position) {
    if (handle.execute("UPDATE feed_position SET sequence = ? WHERE id = 1", position) == 0) {
      handle.execute("INSERT INTO feed_position (id, sequence) VALUES (1, ?)", position);
    }
  }

  private static void add(PreparedBatch events, long sequence, Entry.Happened happened) {
    events.add(
        sequence,
        Times.nanos(happened.at()),
        happened.process().map(ProcessName::key).orElse(null),
        happened.process().map(ProcessName::value).orElse(null),
        happened.run().map(RunId::value).orElse(null),
        happened.what(),
        happened.reason().code(),
        happened.reason().text(),
        happened.origin().actor(),
        happened.origin().via(),
        Json.ofMap(happened.details()));
  }

  private static void began(Handle handle, Entry.RunBegan began) {
    handle.execute(
        RUN,
        began.run().value(),
        began.process().key(),
        began.process().value(),
        Times.nanos(began.at()),
        began.reason().code(),
        began.reason().text());
  }

  private static void over(Handle handle, Entry.RunOver over) {
    ExitReport report = over.report();
    // The beginning may be unknown to a database that was made anew.
    handle.execute(
        RUN,
        over.run().value(),
        over.process().key(),
        over.process().value(),
        Times.nanos(report.at().minus(report.up())),
        "",
        "");
    handle.execute(
        RUN_OVER,
        Times.nanos(report.at()),
        report.up().toNanos(),
        ExitText.of(report.exit()),
        over.run().value());
  }

  private static void fired(Handle handle, Entry.Fired fired) {
    Firing firing = fired.firing();
    boolean started = firing.outcome() == Firing.Outcome.RUNNING;
    handle.execute(
        FIRING,
        fired.process().key(),
        fired.process().value(),
        Times.nanos(firing.occurrence().planned()),
        firing.occurrence().cause().word(),
        firing.outcome().word(),
        firing.run().map(RunId::value).orElse(null),
        firing.reason().code(),
        firing.reason().text(),
        started ? Times.nanos(fired.at()) : null);
  }

  private static void defined(Handle handle, Entry.Defined defined) {
    handle.execute(
        DEFINITION,
        defined.process().key(),
        defined.process().value(),
        defined.project(),
        defined.definition(),
        defined.wanted().word(),
        Times.nanos(defined.at()));
  }
}
