package dev.sentinelzero.health;

/** What one probe found. */
public sealed interface Result {
  /** The run answered as it should. */
  record Passed() implements Result {}

  /**
   * The run did not.
   *
   * @param why a few words without the check's own, such as {@code connection refused}; never holds
   *     anything that the run sent
   */
  record Failed(String why) implements Result {}

  /** Nothing was found out, which speaks neither for nor against the run. */
  record Skipped(String why) implements Result {}
}
