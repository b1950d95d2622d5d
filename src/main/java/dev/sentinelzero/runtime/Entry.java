package dev.sentinelzero.runtime;

import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Wanted;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One entry of the journal: what the database is fed with, in order. */
public sealed interface Entry {
  /** When, wall clock. */
  Instant at();

  /**
   * An operation or a decision: one line of the transaction log.
   *
   * @param origin who or what, and from where
   * @param process whom it is about
   * @param run which run it is about
   * @param what a stable word, such as {@code start_requested}, {@code running}, {@code exited}
   * @param reason why
   * @param details further facts, by name
   */
  record Happened(
      Instant at,
      Origin origin,
      Optional<ProcessName> process,
      Optional<RunId> run,
      String what,
      Reason reason,
      Map<String, String> details)
      implements Entry {}

  /** A run was begun. */
  record RunBegan(Instant at, ProcessName process, RunId run, Reason reason) implements Entry {}

  /**
   * What became of a planned run; a later one about the same occurrence replaces an earlier one.
   *
   * @param process whose schedule it is about
   */
  record Fired(Instant at, ProcessName process, Firing firing) implements Entry {}

  /** A run is over. */
  record RunOver(Instant at, ProcessName process, RunId run, ExitReport report) implements Entry {}

  /**
   * A process was defined or changed.
   *
   * @param definition JSON, in the words of the process file, without secrets
   */
  record Defined(Instant at, ProcessName process, String project, String definition, Wanted wanted)
      implements Entry {}

  /** What the user wants of a process changed. */
  record WantedChanged(Instant at, ProcessName process, Wanted wanted) implements Entry {}

  /** A process was deleted. */
  record Deleted(Instant at, ProcessName process) implements Entry {}

  /**
   * Who caused something.
   *
   * @param actor a user's name or uid, {@code daemon}, {@code policy} …
   * @param via from where: {@code cli}, {@code api}, {@code daemon}
   */
  record Origin(String actor, String via) {
    /** The daemon itself. */
    public static final Origin DAEMON = new Origin("daemon", "daemon");
  }
}
