package dev.sentinelzero.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives one segment's bytes piece by piece in the order of its index. A record is taken to cover
 * all bytes up to its end that were not given yet, so that a damaged record costs a time, never
 * bytes.
 */
final class SegmentReader implements AutoCloseable {
  /** The position of a stream of which nothing is wanted. */
  static final long NOTHING = Long.MAX_VALUE;

  private final RunFolder folder;
  private final int number;
  private final StreamData[] data = new StreamData[2];
  private final long[] given = new long[2];
  private @Nullable IndexFile index;
  private long record;
  private long known;
  private boolean inBurst;
  private Stream stream = Stream.STDOUT;
  private long end;
  private Instant at = Instant.EPOCH;

  /**
   * Opens nothing yet.
   *
   * @param record the first record to read
   * @param out offset of the first wanted byte of standard output, or {@link #NOTHING}
   * @param err the same for standard error
   */
  SegmentReader(RunFolder folder, int number, long record, long out, long err) {
    this.folder = folder;
    this.number = number;
    this.record = record;
    given[0] = out;
    given[1] = err;
    for (Stream each : Stream.values()) {
      data[each.ordinal()] = new StreamData(folder, number, each);
    }
  }

  int number() {
    return number;
  }

  /** The index of the first record that is not behind us. */
  long record() {
    return record;
  }

  /** The offset of the first byte of a stream that was not given yet. */
  long given(Stream each) {
    return given[each.ordinal()];
  }

  /**
   * Gives the next piece.
   *
   * @param limit records from this one on are not read
   * @return null when there is none (yet)
   */
  @Nullable Piece next(long limit) throws IOException {
    while (true) {
      Piece piece = inBurst ? load() : null;
      if (piece != null) {
        return piece;
      }
      record += inBurst ? 1 : 0;
      inBurst = false;
      IndexFile.Burst burst = nextBurst(limit);
      if (burst == null) {
        return null;
      }
      at = burst.at();
      stream = burst.stream();
      if (burst.isDropped()) {
        return new Piece(at, stream, record++, burst.offset(), new byte[0], 0, 0, burst.length());
      }
      end = burst.end();
      inBurst = true;
    }
  }

  /**
   * Gives what lies behind the last record, as part of the last burst; only for a segment that
   * nobody writes to and whose records have all been given.
   */
  @Nullable Piece rest() throws IOException {
    for (Stream each : Stream.values()) {
      stream = each;
      end = NOTHING;
      if (given(each) == NOTHING) {
        continue;
      }
      Piece piece = load();
      if (piece != null) {
        return new Piece(
            lastTime(),
            each,
            record,
            piece.offset(),
            piece.buffer(),
            piece.from(),
            piece.length(),
            0);
      }
    }
    return null;
  }

  private IndexFile.@Nullable Burst nextBurst(long limit) throws IOException {
    if (index == null) {
      index = IndexFile.open(folder.index(number));
    }
    if (index == null) {
      return null;
    }
    if (record >= known) {
      known = index.count();
    }
    long most = Math.min(limit, known);
    for (; record < most; record++) {
      IndexFile.Burst burst = index.read(record);
      if (burst.isUsable() && (!burst.isDropped() || burst.length() > 0)) {
        return burst;
      }
    }
    return null;
  }

  private @Nullable Piece load() throws IOException {
    long offset = given(stream);
    if (offset >= end) {
      return null;
    }
    StreamData source = data[stream.ordinal()];
    int count = (int) Math.min(source.load(offset), end - offset);
    if (count == 0) {
      return null;
    }
    given[stream.ordinal()] = offset + count;
    return new Piece(at, stream, record, offset, source.buffer(), source.index(offset), count, 0);
  }

  private Instant lastTime() throws IOException {
    IndexFile records = index;
    for (long last = records == null ? -1 : records.count() - 1;
        records != null && last >= 0;
        last--) {
      IndexFile.Burst burst = records.read(last);
      if (burst.isUsable()) {
        return burst.at();
      }
    }
    return changed(folder, number);
  }

  /** When a segment was last written to; 1970 when nothing is left of it. */
  static Instant changed(RunFolder folder, int number) throws IOException {
    Instant latest = changed(folder.index(number));
    for (Stream each : Stream.values()) {
      for (Path file : new Path[] {folder.plain(number, each), folder.compressed(number, each)}) {
        Instant time = changed(file);
        latest = time.isAfter(latest) ? time : latest;
      }
    }
    return latest;
  }

  private static Instant changed(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      // The stream wrote nothing, or the file has its other name.
      return Instant.EPOCH;
    }
  }

  @Override
  public void close() throws IOException {
    IndexFile records = index;
    index = null;
    if (records != null) {
      records.close();
    }
    for (StreamData source : data) {
      source.close();
    }
  }
}
