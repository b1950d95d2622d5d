package dev.sentinelzero.store;

import dev.sentinelzero.runtime.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps the journal within its bound by dropping the oldest events; runs and definitions stay. */
final class JournalSqueezer {
  private static final int SPAN = 1 << 20;

  private final JournalFiles files;
  private final long bound;
  private final Set<Long> squeezed = new HashSet<>();

  JournalSqueezer(JournalFiles files, long bound) {
    this.files = files;
    this.bound = bound;
  }

  /**
   * Drops events from the oldest files until the journal is within its bound.
   *
   * @param newest the file that is being written; it is left alone
   * @return how many events were dropped
   */
  long squeeze(long newest) throws IOException {
    long size = files.size();
    long dropped = 0;
    if (size <= bound) {
      return dropped;
    }
    for (Map.Entry<Long, Path> file : files.list().headMap(newest).entrySet()) {
      if (squeezed.add(file.getKey())) {
        long before = Files.size(file.getValue());
        dropped += rewrite(file.getValue());
        size -= before - Files.size(file.getValue());
      }
      if (size <= bound) {
        break;
      }
    }
    return dropped;
  }

  private static long rewrite(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    long dropped = 0;
    try (FileChannel out =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long offset = 0;
      while (true) {
        JournalFiles.Chunk chunk = JournalFiles.read(file, offset, Long.MAX_VALUE, SPAN);
        if (chunk.next() == offset) {
          break;
        }
        dropped += copy(chunk, out);
        offset = chunk.next();
      }
      out.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    return dropped;
  }

  private static long copy(JournalFiles.Chunk chunk, FileChannel out) throws IOException {
    StringBuilder kept = new StringBuilder();
    long dropped = 0;
    for (JournalLine line : chunk.lines()) {
      if (line instanceof JournalLine.Recorded recorded
          && recorded.entry() instanceof Entry.Happened) {
        dropped++;
      } else {
        kept.append(EntryCodec.encode(line)).append('\n');
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(kept.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    return dropped;
  }
}
