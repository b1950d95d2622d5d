package dev.sentinelzero.store;

import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive.PastFiring;
import dev.sentinelzero.runtime.Entry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Puts planned runs together from entries. */
final class Firings {
  private Firings() {}

  /** Whether a line says something of a process's planned runs, or of how its runs ended. */
  static boolean isAbout(JournalLine.Recorded line, ProcessName process) {
    return switch (line.entry()) {
      case Entry.Fired fired -> fired.process().key().equals(process.key());
      case Entry.RunOver over -> over.process().base().equalsIgnoreCase(process.base());
      case Entry.RunBegan ignored -> false;
      case Entry.Happened ignored -> false;
      case Entry.Defined ignored -> false;
      case Entry.WantedChanged ignored -> false;
      case Entry.Deleted ignored -> false;
    };
  }

  /** Adds what an entry says; a second time changes nothing. */
  static void apply(Map<Instant, PastFiring> firings, Entry entry, ProcessName process) {
    if (entry instanceof Entry.Fired fired) {
      PastFiring next = new PastFiring(process, fired.firing(), started(fired), Optional.empty());
      firings.merge(fired.firing().occurrence().planned(), next, Firings::later);
    } else if (entry instanceof Entry.RunOver over) {
      firings.replaceAll((planned, known) -> ended(known, over));
    }
  }

  private static Optional<Instant> started(Entry.Fired fired) {
    return fired.firing().outcome() == Firing.Outcome.RUNNING
        ? Optional.of(fired.at())
        : Optional.empty();
  }

  private static PastFiring later(PastFiring known, PastFiring next) {
    Firing was = known.firing();
    Firing is = next.firing();
    Firing firing = new Firing(was.occurrence(), is.outcome(), is.run().or(was::run), is.reason());
    boolean sameRun = firing.run().equals(was.run());
    return new PastFiring(
        known.process(),
        firing,
        known.started().or(next::started),
        sameRun ? known.report() : Optional.empty());
  }

  private static PastFiring ended(PastFiring known, Entry.RunOver over) {
    return known.firing().run().filter(over.run()::equals).isPresent()
        ? new PastFiring(
            known.process(), known.firing(), known.started(), Optional.of(over.report()))
        : known;
  }
}
