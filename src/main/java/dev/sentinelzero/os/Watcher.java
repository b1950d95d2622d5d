package dev.sentinelzero.os;

import static java.lang.System.Logger.Level.ERROR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears the keepers of all runs through their FIFOs, in one thread that waits in the kernel. A
 * keeper that has hung up is reaped by its pid when it is our child; it hangs up a moment before it
 * can be reaped, so that this alone is tried again after a short wait.
 */
final class Watcher implements AutoCloseable {
  /** Told by the watcher's thread; must return soon. */
  interface Ear {
    /** A keeper wrote a byte. */
    void heard(Watch watch, char event);

    /**
     * A keeper hung up.
     *
     * @return false: call {@link #keeperEnded} when it is known how the keeper ended
     */
    boolean hungUp(Watch watch);

    /** A keeper ended with this raw status of waitpid, or {@link #NOBODY_SAW}. */
    void keeperEnded(Watch watch, int status);
  }

  /** The end of a keeper that isn't our child. */
  static final int NOBODY_SAW = -1;

  private static final System.Logger LOG = System.getLogger(Watcher.class.getName());
  private static final long WAKE_UP = 0;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final Ear ear;
  private final Readiness readiness;
  private final int[] wakeUp = new int[2];
  private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong(WAKE_UP);
  private final ArrayDeque<Ending> endings = new ArrayDeque<>();
  private final Thread thread;
  private volatile boolean closed;

  /** A child that is about to end. */
  private record Ending(Watch watch, boolean settled, long since) {}

  Watcher(Ear ear) throws SystemFailure {
    this.ear = ear;
    readiness = Readiness.open();
    SystemFailure.check(Descriptors.pipe(wakeUp), "pipe");
    readiness.add(wakeUp[0], WAKE_UP);
    thread = Thread.ofPlatform().daemon().name("keepers").start(this::run);
  }

  /** Hears a keeper from now on; any thread. Takes over the FIFO's descriptor. */
  void add(Watch watch) throws SystemFailure {
    long id = ids.incrementAndGet();
    watches.put(id, watch);
    try {
      readiness.add(watch.events(), id);
    } catch (SystemFailure e) {
      watches.remove(id);
      throw e;
    }
  }

  private void run() {
    long[] ready = new long[Readiness.MOST];
    try (Native.Call call = new Native.Call()) {
      MemorySegment buffer = call.arena().allocate(64);
      while (!closed) {
        int count = readiness.await(ready, pause());
        for (int index = 0; index < count; index++) {
          Watch watch = watches.get(ready[index]);
          if (watch != null) {
            long id = ready[index];
            guarded(
                watch,
                () -> {
                  if (read(call, buffer, watch)) {
                    hangUp(watch, id);
                  }
                });
          }
        }
        reap();
      }
    }
  }

  /** As long as it takes, unless somebody is about to end. */
  private int pause() {
    if (endings.isEmpty()) {
      return -1;
    }
    return System.nanoTime() - endings.getLast().since() < PATIENCE ? 1 : 250;
  }

  /** Whether the FIFO is at its end. */
  private boolean read(Native.Call call, MemorySegment buffer, Watch watch) {
    int length = Descriptors.read(call, watch.events(), buffer);
    while (length > 0) {
      for (int at = 0; at < length; at++) {
        ear.heard(watch, (char) buffer.get(ValueLayout.JAVA_BYTE, at));
      }
      length = Descriptors.read(call, watch.events(), buffer);
    }
    return length != -Errno.EAGAIN && length != -Errno.EINTR;
  }

  /** Whoever listens must not be able to end this thread. */
  private static void guarded(Watch watch, Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "a fact about " + watch.run().name() + " was not taken", e);
    }
  }

  private void hangUp(Watch watch, long id) {
    watches.remove(id);
    Descriptors.close(watch.events());
    boolean settled = ear.hungUp(watch);
    if (watch.keeper().child()) {
      endings.add(new Ending(watch, settled, System.nanoTime()));
    } else if (!settled) {
      ear.keeperEnded(watch, NOBODY_SAW);
    }
  }

  private void reap() {
    for (int left = endings.size(); left > 0; left--) {
      Ending ending = endings.remove();
      int status = Pids.reap(ending.watch().keeper().pid());
      boolean impatient = System.nanoTime() - ending.since() > PATIENCE;
      if (status == Pids.STILL_ALIVE) {
        endings.add(new Ending(ending.watch(), ending.settled() || impatient, ending.since()));
      }
      if (!ending.settled() && (impatient || status != Pids.STILL_ALIVE)) {
        boolean seen = status >= 0 && status != Pids.STILL_ALIVE;
        guarded(ending.watch(), () -> ear.keeperEnded(ending.watch(), seen ? status : NOBODY_SAW));
      }
    }
  }

  /** Stops hearing; keepers and processes go on. */
  @Override
  public void close() {
    closed = true;
    try (Native.Call call = new Native.Call()) {
      Descriptors.write(call, wakeUp[1], call.arena().allocate(1));
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readiness.close();
    watches.values().forEach(watch -> Descriptors.close(watch.events()));
    Descriptors.close(wakeUp[0]);
    Descriptors.close(wakeUp[1]);
  }
}
