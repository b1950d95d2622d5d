package dev.sentinelzero.files;

import dev.sentinelzero.process.RunId;
import java.util.Comparator;

/**
 * A place in the log of a process, exact to the byte: what is read from here on is what was not
 * given before it. It stays valid when segments are compressed; of deleted segments, what is left
 * is read.
 *
 * @param run the run
 * @param segment number of the segment, 0 before the first
 * @param record how many records of the segment's index are behind this place
 * @param out where the first byte of standard output lies that was not given yet
 * @param err the same for standard error
 */
public record LogCursor(RunId run, int segment, long record, Mark out, Mark err)
    implements Comparable<LogCursor> {
  private static final Comparator<LogCursor> ORDER =
      Comparator.comparing(LogCursor::run)
          .thenComparingInt(LogCursor::segment)
          .thenComparingLong(LogCursor::record);
  private static final int RADIX = 36;

  /**
   * A byte of one stream; it may lie before the cursor's record when its line is not complete.
   *
   * @param segment number of the segment
   * @param record index of the record that covers the byte
   * @param offset of the byte in the stream's file of the segment
   */
  public record Mark(int segment, long record, long offset) {
    /** Checks that nothing is negative. */
    public Mark {
      if (segment < 0 || record < 0 || offset < 0) {
        throw new IllegalArgumentException("a place in a log is never negative");
      }
    }
  }

  /** Checks that no stream is ahead of the place itself. */
  public LogCursor {
    if (segment < 0 || record < 0 || out.segment > segment || err.segment > segment) {
      throw new IllegalArgumentException("not a place in a log");
    }
  }

  /** The place before the first byte of a run. */
  public static LogCursor start(RunId run) {
    Mark first = new Mark(0, 0, 0);
    return new LogCursor(run, 0, 0, first, first);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when the text is not a cursor
   */
  public static LogCursor parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 9 || !RunId.isValid(parts[0])) {
      throw new IllegalArgumentException("'" + text + "' is not a cursor");
    }
    try {
      return new LogCursor(
          new RunId(parts[0]),
          Integer.parseInt(parts[1], RADIX),
          Long.parseLong(parts[2], RADIX),
          mark(parts, 3),
          mark(parts, 6));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not a cursor", e);
    }
  }

  private static Mark mark(String[] parts, int from) {
    return new Mark(
        Integer.parseInt(parts[from], RADIX),
        Long.parseLong(parts[from + 1], RADIX),
        Long.parseLong(parts[from + 2], RADIX));
  }

  /** The place of a stream. */
  Mark mark(Stream stream) {
    return switch (stream) {
      case STDOUT -> out;
      case STDERR -> err;
    };
  }

  /** Orders places by run, segment and record. */
  @Override
  public int compareTo(LogCursor other) {
    return ORDER.compare(this, other);
  }

  /** A short form of letters, digits and dots, fit for a URL. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(64).append(run);
    for (long number :
        new long[] {
          segment, record, out.segment, out.record, out.offset, err.segment, err.record, err.offset
        }) {
      text.append('.').append(Long.toString(number, RADIX));
    }
    return text.toString();
  }
}
