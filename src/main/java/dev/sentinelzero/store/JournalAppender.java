package dev.sentinelzero.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the newest journal file. One thread appends, another one syncs: an fsync that takes
 * seconds holds up nothing that waits for the file.
 */
final class JournalAppender {
  private final JournalFiles files;
  private final long fileBytes;
  private final Queue<FileChannel> finished = new ConcurrentLinkedQueue<>();
  private @Nullable FileChannel current;
  private long number;
  private long size;
  private volatile @Nullable FileChannel unsynced;
  private volatile Written written;

  /**
   * How far the journal is written; readers look no further.
   *
   * @param file the newest file, 0 before the first one
   * @param offset where its last complete line ends
   * @param sequence the last entry
   */
  record Written(long file, long offset, long sequence) {}

  JournalAppender(JournalFiles files, long fileBytes, JournalFiles.End end, long sequence) {
    this.files = files;
    this.fileBytes = fileBytes;
    this.number = end.file();
    this.written = new Written(end.file(), Long.MAX_VALUE, sequence);
  }

  /**
   * Appends complete lines.
   *
   * @param lines ends with a newline
   * @param sequence the last number in them
   * @throws IOException when nothing of them counts as written; they can be tried again
   */
  void append(String lines, long sequence) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    if (current == null || size + bytes.length > fileBytes) {
      begin();
    }
    put(bytes);
    written = new Written(number, size, sequence);
  }

  private void begin() throws IOException {
    leave();
    Files.createDirectories(files.directory());
    // A number that is taken, by whomever, is passed over.
    number++;
    current =
        FileChannel.open(
            files.path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    size = 0;
    JournalLine mark = new JournalLine.Mark(written.sequence(), false);
    put((EntryCodec.encode(mark) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void put(byte[] bytes) throws IOException {
    FileChannel channel = current;
    if (channel == null) {
      throw new ClosedChannelException();
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, size + buffer.position());
      }
      size += bytes.length;
      unsynced = channel;
    } catch (IOException e) {
      abandon(channel);
      throw e;
    }
  }

  // What was half written goes; where even that fails the half line ends a file nobody continues,
  // and readers stop before it.
  private void abandon(FileChannel channel) {
    try {
      channel.truncate(size);
    } catch (IOException full) {
      // The next attempt begins a new file anyway.
    }
    leave();
  }

  private void leave() {
    if (current != null) {
      finished.add(current);
      current = null;
    }
  }

  Written written() {
    return written;
  }

  /** Whether bytes were written that are not synced yet. */
  boolean needsSync() {
    return unsynced != null || !finished.isEmpty();
  }

  /** Syncs everything written before; a failure is thrown after all files were tried. */
  void sync() throws IOException {
    @Nullable IOException failure = null;
    FileChannel open = unsynced;
    unsynced = null;
    if (open != null) {
      failure = sync(open);
    }
    for (FileChannel done = finished.poll(); done != null; done = finished.poll()) {
      IOException problem = sync(done);
      failure = problem == null ? failure : problem;
      done.close();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IOException sync(FileChannel channel) {
    try {
      channel.force(false);
      return null;
    } catch (ClosedChannelException synced) {
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Writes the closing mark and lets go of the file; {@link #sync} still has to be called. */
  void close() throws IOException {
    if (current == null) {
      begin();
    }
    JournalLine mark = new JournalLine.Mark(written.sequence(), true);
    put((EntryCodec.encode(mark) + "\n").getBytes(StandardCharsets.UTF_8));
    written = new Written(number, size, written.sequence());
    leave();
  }
}
