package dev.sentinelzero.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one stream in one segment, plain or compressed, through one buffer. A file once
 * opened stays readable when it is compressed or deleted meanwhile.
 */
final class StreamData implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final RunFolder folder;
  private final int segment;
  private final Stream stream;
  private @Nullable FileChannel plain;
  private @Nullable InputStream inflating;
  private long inflated;
  private byte[] buffer = {};
  private long start;
  private int length;

  StreamData(RunFolder folder, int segment, Stream stream) {
    this.folder = folder;
    this.segment = segment;
    this.stream = stream;
  }

  /**
   * Makes bytes from an offset on available in {@link #buffer}.
   *
   * @return how many; 0 when there are none (yet)
   */
  int load(long offset) throws IOException {
    if (offset >= start && offset < start + length) {
      return (int) (start + length - offset);
    }
    if (!open()) {
      return 0;
    }
    start = offset;
    length = 0;
    length = plain != null ? readPlain(plain, offset) : inflate(offset);
    return length;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where a loaded offset lies in the buffer. */
  int index(long offset) {
    return (int) (offset - start);
  }

  /**
   * The end of what lies before a limit.
   *
   * @param newline offset of the last newline, or -1
   * @param end offset behind the last byte
   */
  record Ending(long newline, long end) {
    private static final Ending EMPTY = new Ending(-1, 0);
  }

  /** Finds the last newline before a limit. */
  Ending ending(long limit) throws IOException {
    if (limit == 0 || !open()) {
      return Ending.EMPTY;
    }
    return plain != null ? endingOf(plain, limit) : endingOfCompressed(limit);
  }

  private Ending endingOf(FileChannel channel, long limit) throws IOException {
    long whole = Math.min(limit, channel.size());
    long end = whole;
    while (end > 0) {
      long from = Math.max(0, end - BUFFER_BYTES);
      length = 0;
      int count = (int) Math.min(load(from), end - from);
      for (int at = count - 1; at >= 0; at--) {
        if (buffer[at + index(from)] == '\n') {
          return new Ending(from + at, whole);
        }
      }
      end = from;
    }
    return new Ending(-1, whole);
  }

  // Compressed data can be read forwards only.
  private Ending endingOfCompressed(long limit) throws IOException {
    long last = -1;
    long at = 0;
    for (int count = load(0); count > 0 && at < limit; count = load(at)) {
      int from = index(at);
      int most = (int) Math.min(count, limit - at);
      for (int offset = 0; offset < most; offset++) {
        if (buffer[from + offset] == '\n') {
          last = at + offset;
        }
      }
      at += most;
    }
    return new Ending(last, at);
  }

  // The plain name first: compressing makes the new file before it removes the old one, and when
  // both are there the plain one is whole.
  private boolean open() throws IOException {
    if (plain != null || inflating != null) {
      return true;
    }
    try {
      plain = FileChannel.open(folder.plain(segment, stream), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      if (!openCompressed()) {
        return false;
      }
    }
    buffer = buffer.length == 0 ? new byte[BUFFER_BYTES] : buffer;
    return true;
  }

  private boolean openCompressed() throws IOException {
    InputStream file;
    try {
      file = Files.newInputStream(folder.compressed(segment, stream));
    } catch (NoSuchFileException e) {
      return false;
    }
    try {
      inflating = new GZIPInputStream(new BufferedInputStream(file, BUFFER_BYTES), BUFFER_BYTES);
    } catch (ZipException | EOFException e) {
      file.close();
      inflating = InputStream.nullInputStream();
    }
    inflated = 0;
    return true;
  }

  private int readPlain(FileChannel channel, long offset) throws IOException {
    return Math.max(0, channel.read(ByteBuffer.wrap(buffer), offset));
  }

  private int inflate(long offset) throws IOException {
    if (inflated > offset) {
      close();
      if (!openCompressed()) {
        return 0;
      }
    }
    while (inflated < offset) {
      if (inflateOnce((int) Math.min(buffer.length, offset - inflated)) == 0) {
        return 0;
      }
    }
    return inflateOnce(buffer.length);
  }

  private int inflateOnce(int most) throws IOException {
    InputStream source = inflating;
    if (source == null) {
      return 0;
    }
    try {
      int count = Math.max(0, source.read(buffer, 0, most));
      inflated += count;
      return count;
    } catch (ZipException | EOFException e) {
      // A damaged file: what came before the damage has been given.
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = plain;
    InputStream source = inflating;
    plain = null;
    inflating = null;
    if (channel != null) {
      channel.close();
    }
    if (source != null) {
      source.close();
    }
  }
}
