package dev.sentinelzero.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes the segments of one run as docs/keeper.md says that a keeper does. */
final class SegmentWriter {
  private final Path folder;
  private final long segmentBytes;
  private int number = 1;
  private final long[] offsets = new long[2];

  SegmentWriter(Path folder, long segmentBytes) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int number() {
    return number;
  }

  Path file(int segment, String extension) {
    return folder.resolve("%06d.%s".formatted(segment, extension));
  }

  void write(Stream stream, byte[] bytes, Instant at) {
    long offset = offsets[stream.ordinal()];
    writeWithoutRecord(stream, bytes);
    writeRecord(at, offset, bytes.length, stream.ordinal());
    if (offsets[0] + offsets[1] >= segmentBytes) {
      number++;
      offsets[0] = 0;
      offsets[1] = 0;
    }
  }

  void writeWithoutRecord(Stream stream, byte[] bytes) {
    append(file(number, stream == Stream.STDOUT ? "out" : "err"), bytes);
    offsets[stream.ordinal()] += bytes.length;
  }

  void drop(Stream stream, long count, Instant at) {
    writeRecord(at, offsets[stream.ordinal()], count, 2 + stream.ordinal());
  }

  void writeRecord(Instant at, long offset, long length, int kind) {
    ByteBuffer record = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(at.getEpochSecond() * 1_000_000_000 + at.getNano());
    record.putLong(offset).putLong(length).put((byte) kind);
    append(file(number, "idx"), record.array());
  }

  static void append(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
