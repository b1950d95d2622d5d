package dev.sentinelzero.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Walks the journal's files in order, for one thread. What counts is the number of an entry. */
final class JournalCursor {
  private final JournalFiles files;
  private long file;
  private long offset;

  /**
   * What comes next.
   *
   * @param lines entries in order
   * @param spoilt lines that could not be read
   * @param more whether something may follow at once
   */
  record Step(List<JournalLine.Recorded> lines, long nextOffset, int spoilt, boolean more) {}

  private JournalCursor(JournalFiles files, long file) {
    this.files = files;
    this.file = file;
  }

  /** Stands in the file in which the first entry after a number may be. */
  static JournalCursor after(JournalFiles files, long sequence) {
    NavigableMap<Long, Path> all = files.list();
    long start = all.isEmpty() ? 0 : all.firstKey();
    for (Map.Entry<Long, Path> candidate : all.entrySet()) {
      if (JournalFiles.beginsAfter(candidate.getValue()).orElse(Long.MAX_VALUE) <= sequence) {
        start = candidate.getKey();
      }
    }
    return new JournalCursor(files, start);
  }

  /** The file it stands in; those before it are done. */
  long file() {
    return file;
  }

  /**
   * Reads on without moving.
   *
   * @param written how far the files may be read
   * @param fed entries up to this number are left out
   * @param span about so many bytes
   */
  Step look(JournalAppender.Written written, long fed, int span) throws IOException {
    long end = file >= written.file() ? written.offset() : Long.MAX_VALUE;
    try {
      JournalFiles.Chunk chunk = JournalFiles.read(files.path(file), offset, end, span);
      List<JournalLine.Recorded> lines =
          chunk.lines().stream()
              .filter(line -> line.sequence() > fed)
              .filter(JournalLine.Recorded.class::isInstance)
              .map(JournalLine.Recorded.class::cast)
              .toList();
      boolean moves = chunk.next() > offset || file < written.file();
      return new Step(lines, chunk.next(), chunk.spoilt(), moves);
    } catch (NoSuchFileException gone) {
      return new Step(List.of(), offset, 0, file < written.file());
    }
  }

  /** Moves behind a step, into the next file where this one is done. */
  void advance(Step step, JournalAppender.Written written) {
    if (step.nextOffset() > offset) {
      offset = step.nextOffset();
      return;
    }
    if (file < written.file()) {
      Long next = files.list().higherKey(file);
      file = next == null ? written.file() : next;
      offset = 0;
    }
  }
}
