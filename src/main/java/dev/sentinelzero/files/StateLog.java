package dev.sentinelzero.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 */
public final class StateLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
  private static final int SLACK = 4096;

  /** How long what isn't to be durable waits for more: its writer keeps out of a launch's way. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  private record Put(
      String key,
      Optional<Supplier<String>> value,
      boolean durable,
      CompletableFuture<Void> done) {}

  private final Path file;
  private final Map<String, String> live = new LinkedHashMap<>();
  private final LinkedBlockingQueue<Put> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private FileChannel channel;
  private long length;
  private long lines;
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
   * Keeps a value.
   *
   * @param key without tab and newline
   * @param value gives the value, without newline and not empty; asked for by the writer, and only
   *     for the last of several changes that wait
   * @param durable whether the answer waits for the disk
   */
  public CompletableFuture<Void> put(String key, Supplier<String> value, boolean durable) {
    return enqueue(new Put(key, Optional.of(value), durable, new CompletableFuture<>()));
  }

  /** Forgets a key, durably. */
  public CompletableFuture<Void> remove(String key) {
    return enqueue(new Put(key, Optional.empty(), true, new CompletableFuture<>()));
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
    int damaged = 0;
    int begin = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        damaged += take(new String(bytes, begin, at - begin, UTF_8)) ? 0 : 1;
        begin = at + 1;
        lines++;
      }
    }
    length = begin;
    if (damaged > 0) {
      Path copy = file.resolveSibling(file.getFileName() + ".damaged-" + stamp());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("{} lines of {} are damaged; a copy is kept as {}", damaged, file, copy);
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

  /** Waits for changes; those that are to be durable wait no longer. */
  private void gather(List<Put> batch) {
    try {
      Put next = queue.take();
      batch.add(next);
      long end = System.nanoTime() + GATHER;
      while (next != null && !next.durable()) {
        next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null) {
          batch.add(next);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the writer of {} was interrupted and goes on", file);
    }
    queue.drainTo(batch);
  }

  private void write(List<Put> batch) {
    try {
      append(batch);
      batch.forEach(put -> put.done().complete(null));
    } catch (IOException | RuntimeException e) {
      LOG.error("{} can't be written: {}", file, e.toString());
      batch.forEach(put -> put.done().completeExceptionally(e));
      cutBack();
    }
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
    if (lines > 4L * live.size() + SLACK) {
      compact();
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

  private void compact() throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
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
    channel.close();
    channel = open();
    length = text.size();
    lines = live.size();
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    queue.add(new Put("", Optional.empty(), true, new CompletableFuture<>()));
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
