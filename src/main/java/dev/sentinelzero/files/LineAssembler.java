package dev.sentinelzero.files;

import dev.sentinelzero.files.LogCursor.Mark;
import dev.sentinelzero.process.RunId;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of the pieces of one run: a line is there when its newline arrives, and bears the
 * time of its first byte.
 */
final class LineAssembler {
  private static final byte[] NONE = {};

  private final RunId run;
  private final Query query;
  private final LogCursor begin;
  private final HalfLine[] halves = {new HalfLine(), new HalfLine()};
  private long begun;
  private @Nullable Piece piece;
  private @Nullable SegmentReader segment;
  private int at;

  /** What is there of a line that is not complete. */
  private static final class HalfLine {
    private byte[] bytes = new byte[256];
    private int length;
    private Instant time = Instant.EPOCH;
    private Mark mark = new Mark(0, 0, 0);
    private long order;

    private void append(byte[] from, int start, int count) {
      if (length + count > bytes.length) {
        int larger = Math.max(length + count, 2 * bytes.length);
        bytes = Arrays.copyOf(bytes, Math.min(larger, Math.max(LogLine.MAX_BYTES, length + count)));
      }
      System.arraycopy(from, start, bytes, length, count);
      length += count;
    }

    private byte[] take() {
      byte[] taken = Arrays.copyOf(bytes, length);
      length = 0;
      bytes = bytes.length > 1 << 16 ? new byte[256] : bytes;
      return taken;
    }
  }

  /**
   * Begins with no half lines.
   *
   * @param begin lines that end before this place were given before
   */
  LineAssembler(RunId run, Query query, LogCursor begin) {
    this.run = run;
    this.query = query;
    this.begin = begin;
  }

  /** Goes to a segment; the pieces that follow are of it. */
  void enter(SegmentReader next) {
    piece = null;
    segment = next;
  }

  /** Takes the next piece, which must be used up before another is taken. */
  void take(Piece next) {
    piece = next;
    at = 0;
  }

  /** The next wanted line that ends in the piece; null when the piece is used up. */
  @Nullable LogLine next() {
    Piece current = piece;
    if (current == null) {
      return null;
    }
    LogLine line = current.dropped() > 0 ? nextOfDropped(current) : nextOfBytes(current);
    if (line == null) {
      piece = null;
    }
    return line;
  }

  /** The next half line, when nothing will ever follow it. */
  @Nullable LogLine flush() {
    while (true) {
      Stream first =
          half(Stream.STDERR).length == 0
                  || half(Stream.STDOUT).length > 0
                      && half(Stream.STDOUT).order < half(Stream.STDERR).order
              ? Stream.STDOUT
              : Stream.STDERR;
      HalfLine half = half(first);
      if (half.length == 0) {
        return null;
      }
      LogLine line = finish(first, true);
      if (line != null) {
        return line;
      }
    }
  }

  /** Whether a half line began before this time. */
  boolean beganBefore(Instant time) {
    for (HalfLine half : halves) {
      if (half.length > 0 && half.time.isBefore(time)) {
        return true;
      }
    }
    return false;
  }

  /** The place behind the last line that was completed. */
  LogCursor cursor() {
    SegmentReader reader = segment;
    if (reader == null) {
      return begin;
    }
    Piece current = piece;
    long record = current == null ? reader.record() : current.record();
    if (isOld(record)) {
      return begin;
    }
    return new LogCursor(
        run,
        reader.number(),
        record,
        mark(Stream.STDOUT, reader, record),
        mark(Stream.STDERR, reader, record));
  }

  private Mark mark(Stream stream, SegmentReader reader, long record) {
    HalfLine half = half(stream);
    if (half.length > 0) {
      return half.mark;
    }
    long given = reader.given(stream);
    Piece current = piece;
    if (current != null && current.stream() == stream && current.dropped() == 0) {
      given -= current.length() - at;
    }
    return new Mark(reader.number(), record, given);
  }

  private @Nullable LogLine nextOfDropped(Piece current) {
    HalfLine half = half(current.stream());
    if (half.length > 0) {
      LogLine line = finish(current.stream(), true);
      if (line != null) {
        return line;
      }
    }
    piece = null;
    return isOld(current.record()) || !query.wants(current.at(), current.stream())
        ? null
        : wanted(line(current.at(), current.stream(), NONE, false, current.dropped()));
  }

  private @Nullable LogLine nextOfBytes(Piece current) {
    HalfLine half = half(current.stream());
    while (at < current.length()) {
      if (half.length == 0) {
        begin(half, current);
      }
      int room = LogLine.MAX_BYTES - half.length;
      int left = current.length() - at;
      int newline = newline(current, Math.min(left, room + 1));
      int count = newline >= 0 ? newline - at : Math.min(left, room);
      half.append(current.buffer(), current.from() + at, count);
      at += newline >= 0 ? count + 1 : count;
      if (newline >= 0 || at < current.length()) {
        LogLine line = finish(current.stream(), newline < 0);
        if (line != null) {
          return line;
        }
      }
    }
    return null;
  }

  private void begin(HalfLine half, Piece current) {
    half.time = current.at();
    half.order = begun++;
    half.mark = new Mark(segmentNumber(), current.record(), current.offset() + at);
  }

  private int newline(Piece current, int most) {
    byte[] buffer = current.buffer();
    for (int offset = at; offset < at + most; offset++) {
      if (buffer[current.from() + offset] == '\n') {
        return offset;
      }
    }
    return -1;
  }

  private @Nullable LogLine finish(Stream stream, boolean partial) {
    HalfLine half = half(stream);
    Piece current = piece;
    if (!query.wants(half.time, stream) || current != null && isOld(current.record())) {
      half.length = 0;
      return null;
    }
    byte[] bytes = half.take();
    return wanted(line(half.time, stream, bytes, partial, 0));
  }

  private LogLine line(Instant time, Stream stream, byte[] bytes, boolean partial, long dropped) {
    return new LogLine(time, stream, run, bytes, partial, dropped, cursor());
  }

  private @Nullable LogLine wanted(LogLine line) {
    return query.wants(line) ? line : null;
  }

  private boolean isOld(long record) {
    return segmentNumber() < begin.segment()
        || segmentNumber() == begin.segment() && record < begin.record();
  }

  private int segmentNumber() {
    SegmentReader reader = segment;
    return reader == null ? 0 : reader.number();
  }

  private HalfLine half(Stream stream) {
    return halves[stream.ordinal()];
  }
}
