package dev.sentinelzero.runtime;

import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers questions about the past from the database. May block; never called from a mailbox. */
public interface Archive {
  /**
   * An entry with its place in the log.
   *
   * @param sequence grows by each entry, never used again
   */
  record Numbered(long sequence, Entry.Happened entry) {}

  /**
   * A run.
   *
   * @param report how it ended; absent while it lasts
   */
  record PastRun(
      ProcessName process, RunId run, Instant began, String reason, Optional<ExitReport> report) {}

  /**
   * A planned run.
   *
   * @param firing what became of it; the run is the latest where it was tried again
   * @param started when its first attempt began
   * @param report how the run ended; absent while it lasts, and where there was none
   */
  record PastFiring(
      ProcessName process, Firing firing, Optional<Instant> started, Optional<ExitReport> report) {}

  /**
   * Which entries are asked for.
   *
   * @param after only those with a higher sequence
   * @param process only those about it
   * @param since only those not older
   * @param newest at most so many, the newest of them; they are answered oldest first
   */
  record Question(long after, Optional<ProcessName> process, Optional<Instant> since, int newest) {}

  /**
   * Entries of the transaction log.
   *
   * @throws ArchiveException when the database can't answer
   */
  List<Numbered> events(Question question) throws ArchiveException;

  /**
   * The latest runs of a process, newest first.
   *
   * @throws ArchiveException when the database can't answer
   */
  List<PastRun> runs(ProcessName process, int newest) throws ArchiveException;

  /**
   * The latest planned runs of a process, newest first.
   *
   * @throws ArchiveException when the database can't answer
   */
  List<PastFiring> firings(ProcessName process, int newest) throws ArchiveException;

  /** The database can't answer now. */
  final class ArchiveException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, for the user. */
    public ArchiveException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
