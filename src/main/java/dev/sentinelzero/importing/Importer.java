package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;

/** Reads the files of one tool. */
interface Importer {
  /**
   * Adds what a file says to the draft.
   *
   * @throws ImportException when the file can't be understood at all
   */
  void read(Source source, Session session);

  /** Adds what is known only when all files were read. */
  default void finish(Session session) {}
}
