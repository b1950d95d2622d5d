package dev.sentinelzero.store;

import dev.sentinelzero.runtime.Entry;

/** One line of a journal file. */
sealed interface JournalLine {
  /** Entries up to this one precede the line, the line's own included. */
  long sequence();

  /** An entry with its number. */
  record Recorded(long sequence, Entry entry) implements JournalLine {}

  /**
   * The first line of a file, or the last one of a journal that was closed in good order.
   *
   * @param closed whether the journal was closed here
   */
  record Mark(long sequence, boolean closed) implements JournalLine {}
}
