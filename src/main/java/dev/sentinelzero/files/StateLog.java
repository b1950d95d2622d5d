package dev.sentinelzero.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small map that survives: a file to which one line is appended per change, {@code key TAB
 * value}, an empty value for a removal. The last line of a key counts; a torn last line is cut off.
 * All changes that wait are written with one write and, where one of them is to be durable, one
 * sync. When most lines are out of date the file is written anew aside and moved into place.
 *
 * <p>While the file can't be written, what was put is owed: it is tried again until it, or a later
 * value of its key, is written. Bytes that can't be understood are copied before they are left out.
 */
public final class StateLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
  private static final int SLACK = 4096;
  private static final int RETRY_SECONDS = 1;

  /** How long what isn't to be durable waits for more: its writer keeps out of a launch's way. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  private record Put(
      String key,
      Optional<Supplier<String>> value,
      boolean durable,
      boolean insists,
      CompletableFuture<Void> done) {}

  private final Path file;
  private final Map<String, String> live = new LinkedHashMap<>();
  private final Map<String, Put> owed = new LinkedHashMap<>();
  private final LinkedBlockingQueue<Put> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private FileChannel channel;
  private long length;
  private long lines;
  private long compactedAt;
  private boolean damaged;
  private boolean troubled;
  private volatile boolean closed;

  /**
   * Opens the file, making it where there is none.
   *
   * @throws IOException when it can't be read or written
   */
  public StateLog(Path file) throws IOException {
    this.file = file;
    Files.createDirectories(file.toAbsolutePath().getParent());
    load();
    this.channel = open();
    this.channel.truncate(length);
    if (damaged) {
      tryToCompact();
    }
    this.writer = Thread.ofPlatform().name("state").daemon().unstarted(this::write);
  }

  /** Starts to write; what was read before is answered by {@link #recalled}. */
  public void start() {
    writer.start();
  }

  /** The map as it was read; call it before {@link #start}. */
  public Map<String, String> recalled() {
    return new LinkedHashMap<>(live);
  }

  /**
   * Keeps a value. When that fails the answer says so, and it is tried again nevertheless.
   *
   * @param key without tab and newline
   * @param value gives the value, without newline and not empty; asked for by the writer, and only
   *     for the last of several changes that wait
   * @param durable whether the answer waits for the disk
   */
  public CompletableFuture<Void> put(String key, Supplier<String> value, boolean durable) {
    return enqueue(new Put(key, Optional.of(value), durable, true, new CompletableFuture<>()));
  }

  /** Keeps a value, durably; when that fails the answer says so and that is all. */
  public CompletableFuture<Void> putOnce(String key, String value) {
    return enqueue(new Put(key, Optional.of(() -> value), true, false, new CompletableFuture<>()));
  }

  /** Forgets a key, durably; when that fails the answer says so and that is all. */
  public CompletableFuture<Void> remove(String key) {
    return enqueue(new Put(key, Optional.empty(), true, false, new CompletableFuture<>()));
  }

  private CompletableFuture<Void> enqueue(Put put) {
    if (closed) {
      return CompletableFuture.failedFuture(new IOException("the state file is closed"));
    }
    queue.add(put);
    return put.done();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int spoilt = 0;
    int begin = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        spoilt += text(bytes, begin, at).map(this::take).orElse(false) ? 0 : 1;
        begin = at + 1;
        lines++;
      }
    }
    length = begin;
    if (spoilt > 0 || begin < bytes.length) {
      Path copy = file.resolveSibling(file.getFileName() + ".damaged-" + stamp());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "{} lines of {} are damaged and {} bytes at its end are no line; a copy is kept as {}",
          spoilt,
          file,
          bytes.length - begin,
          copy);
      damaged = true;
    }
  }

  private static Optional<String> text(byte[] bytes, int begin, int end) {
    try {
      ByteBuffer line = ByteBuffer.wrap(bytes, begin, end - begin);
      return Optional.of(UTF_8.newDecoder().decode(line).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String stamp() {
    return Instant.now().toString().replace(':', '-');
  }

  private boolean take(String line) {
    int tab = line.indexOf('\t');
    if (tab <= 0) {
      return false;
    }
    String value = line.substring(tab + 1);
    if (value.isEmpty()) {
      live.remove(line.substring(0, tab));
    } else {
      live.put(line.substring(0, tab), value);
    }
    return true;
  }

  /** Never interrupted: an interrupt would close the channel in the middle of a line. */
  private void write() {
    List<Put> batch = new ArrayList<>();
    boolean last = false;
    while (!last) {
      gather(batch);
      last = batch.removeIf(put -> put.key().isEmpty());
      if (!batch.isEmpty()) {
        write(batch);
        batch.clear();
      }
    }
  }

  /** Waits for changes; those that are to be durable, and what is owed, wait no longer. */
  private void gather(List<Put> batch) {
    try {
      Put next = owed.isEmpty() ? queue.take() : queue.poll(RETRY_SECONDS, TimeUnit.SECONDS);
      batch.addAll(owed.values());
      long end = System.nanoTime() + GATHER;
      while (next != null) {
        batch.add(next);
        next = next.durable() ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      LOG.debug("the writer of {} was interrupted and goes on", file);
    }
    queue.drainTo(batch);
  }

  private void write(List<Put> batch) {
    try {
      append(batch);
      owed.clear();
      batch.forEach(put -> put.done().complete(null));
      if (troubled) {
        LOG.info("{} can be written again, and nothing is owed", file);
      }
      troubled = false;
    } catch (IOException | RuntimeException e) {
      if (!troubled) {
        LOG.error("{} can't be written; changes are kept in memory until it can: {}", file, why(e));
      }
      troubled = true;
      batch.stream().filter(Put::insists).forEach(put -> owed.put(put.key(), put));
      batch.forEach(put -> put.done().completeExceptionally(e));
      cutBack();
    }
  }

  private static String why(Exception e) {
    return e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private void append(List<Put> batch) throws IOException {
    if (!channel.isOpen()) {
      channel = open();
    }
    Map<String, Optional<String>> changes = changes(batch);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    changes.forEach(
        (key, value) -> text.writeBytes((key + "\t" + value.orElse("") + "\n").getBytes(UTF_8)));
    ByteBuffer buffer = ByteBuffer.wrap(text.toByteArray());
    long at = length;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
    if (batch.stream().anyMatch(Put::durable)) {
      channel.force(false);
    }
    length = at;
    lines += changes.size();
    changes.forEach(
        (key, value) -> value.ifPresentOrElse(v -> live.put(key, v), () -> live.remove(key)));
    if (lines > Math.max(compactedAt, 4L * live.size()) + SLACK) {
      tryToCompact();
    }
  }

  private static Map<String, Optional<String>> changes(List<Put> batch) {
    Map<String, Put> last = new LinkedHashMap<>();
    batch.forEach(put -> last.put(put.key(), put));
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    last.forEach((key, put) -> changes.put(key, put.value().map(Supplier::get)));
    return changes;
  }

  /** A half-written line must not stay in front of the next one. */
  private void cutBack() {
    try {
      if (channel.isOpen()) {
        channel.truncate(length);
      }
    } catch (IOException e) {
      LOG.error("{} can't be cut back: {}", file, e.toString());
    }
  }

  /** The longer file is as good; it is tried again when the file has grown some more. */
  private void tryToCompact() {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try {
      compact(aside);
    } catch (IOException e) {
      LOG.warn("{} can't be written anew and stays as it is: {}", file, why(e));
      deleteQuietly(aside);
    }
    compactedAt = lines;
  }

  private static void deleteQuietly(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      LOG.warn("{} is left: {}", aside, why(e));
    }
  }

  private void compact(Path aside) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    live.forEach((key, value) -> text.writeBytes((key + "\t" + value + "\n").getBytes(UTF_8)));
    try (FileChannel fresh =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(text.toByteArray());
      while (buffer.hasRemaining()) {
        fresh.write(buffer);
      }
      fresh.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    length = text.size();
    lines = live.size();
    channel.close();
    channel = open();
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    queue.add(new Put("", Optional.empty(), true, false, new CompletableFuture<>()));
    try {
      writer.join();
      channel.force(true);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("{} could not be closed: {}", file, e.toString());
    }
  }
}
