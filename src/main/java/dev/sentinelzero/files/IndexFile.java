package dev.sentinelzero.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The index of one segment, read in blocks in either direction while a keeper may append to it. */
final class IndexFile implements AutoCloseable {
  private static final int RECORD_BYTES = 32;
  private static final int BLOCK_RECORDS = 2048;

  private final FileChannel channel;
  private final ByteBuffer block =
      ByteBuffer.allocate(BLOCK_RECORDS * RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long blockStart;
  private int blockCount;

  /**
   * One burst of output.
   *
   * @param nanos time of the read, ns since 1970
   * @param offset where it begins in the stream's file
   * @param length bytes written, or dropped
   * @param kind 0 stdout, 1 stderr, 2 and 3 the same dropped; anything else is no record
   */
  record Burst(long nanos, long offset, long length, int kind) {
    /** Whether this can be a record at all; a torn disk block may hold anything. */
    boolean isUsable() {
      return kind >= 0 && kind <= 3 && offset >= 0 && length >= 0 && end() >= 0;
    }

    boolean isDropped() {
      return kind >= 2;
    }

    Stream stream() {
      return (kind & 1) == 0 ? Stream.STDOUT : Stream.STDERR;
    }

    Instant at() {
      return Instant.ofEpochSecond(0, nanos);
    }

    /** The offset behind its last byte. */
    long end() {
      return isDropped() ? offset : offset + length;
    }
  }

  private IndexFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens an index, or gives null when it is not there. */
  static @Nullable IndexFile open(Path file) throws IOException {
    try {
      return new IndexFile(FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** How many whole records there are now. */
  long count() throws IOException {
    return channel.size() / RECORD_BYTES;
  }

  /**
   * Reads a record.
   *
   * @param number 0 to {@link #count} - 1
   */
  Burst read(long number) throws IOException {
    if (number < blockStart || number >= blockStart + blockCount) {
      load(number);
    }
    int at = (int) (number - blockStart) * RECORD_BYTES;
    if (number - blockStart >= blockCount) {
      return new Burst(0, 0, 0, -1);
    }
    return new Burst(
        block.getLong(at), block.getLong(at + 8), block.getLong(at + 16), block.get(at + 24));
  }

  private void load(long number) throws IOException {
    boolean backwards = number == blockStart - 1;
    blockStart = backwards ? Math.max(0, number - BLOCK_RECORDS + 1) : number;
    block.clear();
    while (block.hasRemaining()) {
      if (channel.read(block, blockStart * RECORD_BYTES + block.position()) < 0) {
        break;
      }
    }
    blockCount = block.position() / RECORD_BYTES;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
