package dev.sentinelzero.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Predicate;

/** Looks for entries in the journal's files that the database may not have yet. */
final class JournalSearch {
  private static final int SPAN = 1 << 20;
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final JournalFiles files;
  private final JournalAppender appender;

  JournalSearch(JournalFiles files, JournalAppender appender) {
    this.files = files;
    this.appender = appender;
  }

  /** The number after which the oldest file begins; the highest long where there is no file. */
  long beginsAfter() {
    NavigableMap<Long, Path> all = files.list();
    return all.isEmpty()
        ? Long.MAX_VALUE
        : JournalFiles.beginsAfter(all.firstEntry().getValue()).orElse(Long.MAX_VALUE);
  }

  /**
   * Finds entries in the order of their numbers. Looks at the newest files first and stops after
   * about a second or when it has enough.
   *
   * @param after exclusive
   * @param enough stops before the next file when at least so many were found
   */
  List<JournalLine.Recorded> newest(
      long after, Predicate<JournalLine.Recorded> wanted, int enough) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    List<JournalLine.Recorded> found = new ArrayList<>();
    for (Path file : files.list().descendingMap().values()) {
      found.addAll(
          0, search(file, line -> line.sequence() > after && wanted.test(line), Integer.MAX_VALUE));
      if (found.size() >= enough
          || JournalFiles.beginsAfter(file).orElse(Long.MAX_VALUE) <= after
          || System.nanoTime() - end > 0) {
        break;
      }
    }
    return found;
  }

  /** Finds the first entries after a number, in order. */
  List<JournalLine.Recorded> oldest(long after, Predicate<JournalLine.Recorded> wanted, int most) {
    List<JournalLine.Recorded> found = new ArrayList<>();
    List<Path> paths = List.copyOf(files.list().values());
    for (int index = 0; index < paths.size() && found.size() < most; index++) {
      boolean before =
          index + 1 < paths.size()
              && JournalFiles.beginsAfter(paths.get(index + 1)).orElse(Long.MAX_VALUE) <= after;
      if (!before) {
        found.addAll(
            search(
                paths.get(index),
                line -> line.sequence() > after && wanted.test(line),
                most - found.size()));
      }
    }
    return found;
  }

  private List<JournalLine.Recorded> search(
      Path file, Predicate<JournalLine.Recorded> wanted, int most) {
    JournalAppender.Written written = appender.written();
    boolean newest = file.equals(files.path(written.file()));
    long end = newest ? written.offset() : Long.MAX_VALUE;
    List<JournalLine.Recorded> found = new ArrayList<>();
    long offset = 0;
    try {
      while (found.size() < most) {
        JournalFiles.Chunk chunk = JournalFiles.read(file, offset, end, SPAN);
        for (JournalLine line : chunk.lines()) {
          if (line instanceof JournalLine.Recorded recorded && wanted.test(recorded)) {
            found.add(recorded);
          }
        }
        if (chunk.next() == offset) {
          break;
        }
        offset = chunk.next();
      }
    } catch (IOException fed) {
      // A file that has just been deleted is in the database, which is asked after the files.
    }
    return found.size() > most ? found.subList(0, most) : found;
  }
}
