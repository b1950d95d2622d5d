package dev.sentinelzero.files;

import dev.sentinelzero.files.LogCursor.Mark;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the lines of one run from a place on, over all its segments. */
final class RunReader implements AutoCloseable {
  private final RunFolder folder;
  private final Query query;
  private final LogCursor begin;
  private final LineAssembler lines;
  private final @Nullable End end;
  private @Nullable SegmentReader segment;
  private boolean pastUntil;

  /**
   * Where a read of a run that is still written to ends, so that it ends at all.
   *
   * @param segment the last segment to read
   * @param records how many of its records
   */
  record End(int segment, long records) {}

  /**
   * Opens nothing yet.
   *
   * @param end null to read as far as there is something
   */
  RunReader(RunFolder folder, Query query, LogCursor begin, @Nullable End end) {
    this.folder = folder;
    this.query = query;
    this.begin = begin;
    this.end = end;
    this.lines = new LineAssembler(folder.run(), query, begin);
  }

  /**
   * The next wanted line.
   *
   * @param over whether nobody wrote to the run any more when this pass over the run began: then
   *     half lines are given at the end
   * @return null when there is none (yet)
   */
  @Nullable LogLine next(boolean over) throws IOException, InterruptedException {
    try {
      while (!pastUntil) {
        LogLine line = lines.next();
        if (line != null) {
          return line;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!take(over)) {
          return over && end == null ? lines.flush() : null;
        }
      }
      return null;
    } catch (ClosedByInterruptException e) {
      throw ProcessLogs.interrupted(e);
    }
  }

  /** Whether nothing that may come can be wanted any more. */
  boolean isPastUntil() {
    return pastUntil;
  }

  /** Where reading goes on. */
  LogCursor cursor() {
    return lines.cursor();
  }

  private boolean take(boolean over) throws IOException {
    Piece piece = nextPiece(over);
    if (piece == null) {
      return false;
    }
    pastUntil =
        query.until().isPresent()
            && !piece.at().isBefore(query.until().get())
            && !lines.beganBefore(query.until().get());
    lines.take(piece);
    return true;
  }

  private @Nullable Piece nextPiece(boolean over) throws IOException {
    while (true) {
      SegmentReader current = segment;
      if (current == null) {
        current = open(Math.min(begin.out().segment(), begin.err().segment()));
      }
      End last = end;
      boolean isLast = last != null && current.number() >= last.segment();
      Piece piece = current.next(limit(current.number()));
      if (piece != null || isLast) {
        return piece;
      }
      int later = later(current.number());
      if (later < 0 && !over) {
        return null;
      }
      // Closed by now: what was added before that comes first, then what has no record.
      piece = current.next(Long.MAX_VALUE);
      piece = piece == null ? current.rest() : piece;
      if (piece != null || later < 0) {
        return piece;
      }
      open(later);
    }
  }

  private long limit(int number) {
    End last = end;
    if (last == null || number < last.segment()) {
      return Long.MAX_VALUE;
    }
    return number == last.segment() ? last.records() : 0;
  }

  private int later(int number) throws IOException {
    List<Integer> segments = folder.segments();
    for (int each : segments) {
      if (each > number) {
        return each;
      }
    }
    return -1;
  }

  private SegmentReader open(int number) throws IOException {
    close();
    SegmentReader opened =
        new SegmentReader(
            folder,
            number,
            firstRecord(number),
            firstByte(begin.out(), number),
            firstByte(begin.err(), number));
    segment = opened;
    lines.enter(opened);
    return opened;
  }

  private long firstRecord(int number) {
    long first = number == begin.segment() ? begin.record() : 0;
    boolean any = number == begin.segment();
    for (Mark mark : new Mark[] {begin.out(), begin.err()}) {
      if (mark.segment() == number) {
        first = any ? Math.min(first, mark.record()) : mark.record();
        any = true;
      } else if (mark.segment() < number && number <= begin.segment()) {
        return 0;
      }
    }
    return first;
  }

  private static long firstByte(Mark mark, int number) {
    if (mark.segment() > number) {
      return SegmentReader.NOTHING;
    }
    return mark.segment() == number ? mark.offset() : 0;
  }

  @Override
  public void close() throws IOException {
    SegmentReader current = segment;
    segment = null;
    if (current != null) {
      current.close();
    }
  }
}
