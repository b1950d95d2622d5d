package dev.sentinelzero.watching;

/** What became known of a watched path. */
sealed interface News {
  /** Whose. */
  Tree tree();

  /** A file has changed, was made or removed. */
  record Changed(Tree tree, String path) implements News {}

  /**
   * Something about the watching itself.
   *
   * @param code a stable word
   */
  record Remark(Tree tree, String code, String text) implements News {}
}
