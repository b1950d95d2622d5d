package dev.sentinelzero.runtime;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * An apply or rollback that changed something, as it is remembered.
 *
 * @param project of whom
 * @param number from 1, in the order of the project's changes
 * @param at when it began
 * @param author who asked for it
 * @param content why and what
 */
public record Revision(
    String project, int number, Instant at, Entry.Origin author, Content content) {

  /**
   * Why a revision was made.
   *
   * @param files names of the files that were applied, as the user gave them
   * @param reason what the user said of it; may be empty
   * @param rolledBackTo the revision whose state was brought back; empty for an apply
   */
  public record Cause(List<String> files, String reason, OptionalInt rolledBackTo) {}

  /**
   * What a revision was about.
   *
   * @param cause why it was made
   * @param processes what it did to processes; those that it left alone are not among them
   * @param policies what it did to policies, likewise
   */
  public record Content(Cause cause, List<Step> processes, List<Step> policies) {}

  /** What a revision did to one process or policy. */
  public record Step(String name, String action, List<String> fields) {}
}
