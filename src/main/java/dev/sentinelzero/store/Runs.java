package dev.sentinelzero.store;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Archive.PastRun;
import dev.sentinelzero.runtime.Entry;
import java.util.Map;
import java.util.Optional;

/** Puts runs together from entries. */
final class Runs {
  private Runs() {}

  static boolean isAbout(JournalLine.Recorded line, ProcessName process) {
    return switch (line.entry()) {
      case Entry.RunBegan began -> began.process().key().equals(process.key());
      case Entry.RunOver over -> over.process().key().equals(process.key());
      case Entry.Happened happened -> false;
      case Entry.Defined defined -> false;
      case Entry.WantedChanged changed -> false;
      case Entry.Fired fired -> false;
      case Entry.Deleted deleted -> false;
    };
  }

  /** Adds what an entry says; a second time changes nothing. */
  static void apply(Map<RunId, PastRun> runs, Entry entry) {
    if (entry instanceof Entry.RunBegan began) {
      runs.putIfAbsent(
          began.run(),
          new PastRun(
              began.process(), began.run(), began.at(), began.reason().text(), Optional.empty()));
    } else if (entry instanceof Entry.RunOver over) {
      runs.merge(over.run(), endedOnly(over), (known, ended) -> ended(known, over));
    }
  }

  private static PastRun ended(PastRun known, Entry.RunOver over) {
    return new PastRun(
        known.process(), known.run(), known.began(), known.reason(), Optional.of(over.report()));
  }

  // Its beginning is in the database, which is away.
  private static PastRun endedOnly(Entry.RunOver over) {
    return new PastRun(
        over.process(),
        over.run(),
        over.report().at().minus(over.report().up()),
        "",
        Optional.of(over.report()));
  }
}
