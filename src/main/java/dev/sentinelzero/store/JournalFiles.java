package dev.sentinelzero.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a journal: {@code 00000001.jsonl} and so on, each opened by a mark. */
final class JournalFiles {
  private static final Pattern NAME = Pattern.compile("[0-9]{8,18}\\.jsonl");
  private static final int TAIL = 64 << 10;

  private final Path directory;

  /**
   * Lines read from a file.
   *
   * @param next the offset after the last complete line
   * @param spoilt how many lines could not be read and were passed over
   */
  record Chunk(List<JournalLine> lines, long next, int spoilt) {}

  /**
   * Where a journal ended.
   *
   * @param file the highest file number, 0 where there is none
   * @param sequence the highest number of an entry; absent where no line can be read
   * @param clean whether the journal was closed in good order
   */
  record End(long file, Optional<Long> sequence, boolean clean) {}

  JournalFiles(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  Path path(long number) {
    return directory.resolve("%08d.jsonl".formatted(number));
  }

  /** All files by their numbers; empty when the directory can't be read. */
  NavigableMap<Long, Path> list() {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      paths
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .forEach(path -> files.put(number(path), path));
    } catch (IOException | UncheckedIOException unreadable) {
      return new TreeMap<>();
    }
    return files;
  }

  private static long number(Path path) {
    String name = path.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  /** Bytes of all files together. */
  long size() {
    long bytes = 0;
    for (Path path : list().values()) {
      bytes += sizeOf(path);
    }
    return bytes;
  }

  private static long sizeOf(Path path) {
    try {
      return Files.size(path);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Finds where the journal ended, from the tails of its files. */
  End end() {
    NavigableMap<Long, Path> files = list();
    if (files.isEmpty()) {
      return new End(0, Optional.empty(), true);
    }
    boolean newest = true;
    for (Map.Entry<Long, Path> file : files.descendingMap().entrySet()) {
      Optional<JournalLine> last = lastLine(file.getValue());
      if (last.isPresent()) {
        boolean clean = newest && last.get() instanceof JournalLine.Mark mark && mark.closed();
        return new End(files.lastKey(), Optional.of(last.get().sequence()), clean);
      }
      newest = false;
    }
    return new End(files.lastKey(), Optional.empty(), false);
  }

  private static Optional<JournalLine> lastLine(Path path) {
    long size = sizeOf(path);
    for (long span = TAIL; ; span *= 16) {
      try {
        List<JournalLine> lines = tail(path, Math.max(0, size - span));
        if (!lines.isEmpty()) {
          return Optional.of(lines.getLast());
        }
      } catch (IOException unreadable) {
        return Optional.empty();
      }
      if (span >= size) {
        return Optional.empty();
      }
    }
  }

  private static List<JournalLine> tail(Path path, long from) throws IOException {
    // A start in the middle of a line spoils that line only.
    List<JournalLine> lines = new ArrayList<>();
    long offset = from;
    while (true) {
      Chunk chunk = read(path, offset, Long.MAX_VALUE, TAIL);
      lines.addAll(chunk.lines());
      if (chunk.next() == offset) {
        return lines;
      }
      offset = chunk.next();
    }
  }

  /** The number that a file begins after; absent when its first line can't be read. */
  static Optional<Long> beginsAfter(Path path) {
    try {
      Chunk chunk = read(path, 0, Long.MAX_VALUE, 256);
      return chunk.lines().stream()
          .findFirst()
          .map(line -> line instanceof JournalLine.Mark ? line.sequence() : line.sequence() - 1);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Reads complete lines: about {@code span} bytes, more when one line is longer.
   *
   * @param end bytes from this offset on are not looked at
   */
  static Chunk read(Path path, long offset, long end, int span) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long limit = Math.min(end, channel.size());
      for (long wanted = span; ; wanted *= 4) {
        int length = (int) Math.min(Math.min(wanted, limit - offset), Integer.MAX_VALUE - 16);
        if (length <= 0) {
          return new Chunk(List.of(), offset, 0);
        }
        byte[] bytes = bytes(channel, offset, length);
        int complete = lastNewline(bytes) + 1;
        if (complete > 0) {
          return decode(bytes, complete, offset);
        }
        if (length < wanted) {
          return new Chunk(List.of(), offset, 0);
        }
      }
    }
  }

  private static byte[] bytes(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
    byte[] read = new byte[buffer.position()];
    buffer.flip().get(read);
    return read;
  }

  private static int lastNewline(byte[] bytes) {
    int index = bytes.length - 1;
    while (index >= 0 && bytes[index] != '\n') {
      index--;
    }
    return index;
  }

  private static Chunk decode(byte[] bytes, int complete, long offset) {
    List<JournalLine> lines = new ArrayList<>();
    int spoilt = 0;
    int start = 0;
    for (int index = 0; index < complete; index++) {
      if (bytes[index] == '\n') {
        try {
          String text = new String(bytes, start, index - start, StandardCharsets.UTF_8);
          lines.add(EntryCodec.decode(text));
        } catch (IllegalArgumentException torn) {
          spoilt++;
        }
        start = index + 1;
      }
    }
    return new Chunk(lines, offset + complete, spoilt);
  }
}
