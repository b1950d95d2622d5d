package dev.sentinelzero.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a second daemon off a home. The kernel drops the lock when we end, however we end; it also
 * drops it when this process closes any other descriptor of the file, so that nobody else may open
 * it here.
 */
public final class HomeLock implements AutoCloseable {
  /** Locks of one process don't keep each other off, so we must do that ourselves. */
  private static final ConcurrentHashMap<Path, HomeLock> TAKEN = new ConcurrentHashMap<>();

  private final Path file;
  private final AtomicBoolean released = new AtomicBoolean();
  private int descriptor = -1;

  private HomeLock(Path file) {
    this.file = file;
  }

  /**
   * Takes the lock without waiting.
   *
   * @param file in an existing folder; gets our pid, for people
   * @return empty when somebody holds it
   * @throws IOException when the file can't be opened
   */
  public static Optional<HomeLock> tryTake(Path file) throws IOException {
    HomeLock lock = new HomeLock(file.toAbsolutePath().normalize());
    if (TAKEN.putIfAbsent(lock.file, lock) != null) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      taken = lock.take();
      return taken ? Optional.of(lock) : Optional.empty();
    } finally {
      if (!taken) {
        TAKEN.remove(lock.file);
      }
    }
  }

  private boolean take() throws IOException {
    int flags = Descriptors.READ_WRITE | Descriptors.CREATE;
    int opened = SystemFailure.check(Descriptors.open(file, flags), "open " + file);
    int result = Descriptors.lock(opened);
    if (result < 0) {
      Descriptors.close(opened);
      if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
        return false;
      }
      throw new SystemFailure("lock " + file, -result);
    }
    descriptor = opened;
    writePid();
    return true;
  }

  private void writePid() {
    // A pid has at most ten digits; the padding covers a longer one that was there before.
    String pid = "%-10d%n".formatted(ProcessHandle.current().pid());
    try (Native.Call call = new Native.Call()) {
      byte[] bytes = pid.getBytes(StandardCharsets.US_ASCII);
      MemorySegment text = Native.bytes(call.arena(), bytes).asSlice(0, bytes.length);
      Descriptors.write(call, descriptor, text);
    }
  }

  /** The pid of whoever holds the lock, ourselves included; empty when nobody does. */
  public static OptionalLong holder(Path file) {
    Path path = file.toAbsolutePath().normalize();
    if (TAKEN.containsKey(path)) {
      return OptionalLong.of(ProcessHandle.current().pid()); // opening it here would drop it
    }
    int descriptor = Descriptors.open(path, Descriptors.READ);
    if (descriptor < 0) {
      return OptionalLong.empty();
    }
    try {
      int holder = Descriptors.lockHolder(descriptor);
      return holder > 0 ? OptionalLong.of(holder) : OptionalLong.empty();
    } finally {
      Descriptors.close(descriptor);
    }
  }

  /** Releases the lock; the file stays. */
  @Override
  public void close() {
    if (released.compareAndSet(false, true)) {
      Descriptors.close(descriptor);
      TAKEN.remove(file);
    }
  }
}
