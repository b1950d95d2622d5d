package dev.sentinelzero.process;

import java.util.Locale;
import java.util.Optional;

/**
 * What became of one planned run; a later one about the same occurrence replaces an earlier one.
 *
 * @param occurrence which
 * @param outcome what became of it
 * @param run the run that it got, the latest where it was tried again
 * @param reason why
 */
public record Firing(
    Agenda.Occurrence occurrence, Outcome outcome, Optional<RunId> run, Reason reason) {
  /** What becomes of a planned run. */
  public enum Outcome {
    /** It waits for an earlier run to end. */
    QUEUED,
    /** It runs, or waits for its next attempt. */
    RUNNING,
    /** It ended as it should. */
    SUCCEEDED,
    /** It ended otherwise, and its attempts are used up. */
    FAILED,
    /** Somebody, or a later fire, ended it. */
    STOPPED,
    /** It was left out because another run went on. */
    SKIPPED,
    /** Its time passed while nobody could run it, and the misfire rule leaves it out. */
    MISSED;

    /** As it is written in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
