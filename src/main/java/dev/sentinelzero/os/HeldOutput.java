package dev.sentinelzero.os;

import static java.lang.System.Logger.Level.WARNING;

import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.RunId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The reading ends of the output FIFOs of the runs that are watched. Nobody reads them here: the
 * kernel keeps what is in a FIFO as long as anybody has it open, so that the last words of a
 * process whose keeper was killed wait for the next keeper, also when the process is gone.
 *
 * <p>A reading end, since a writing one would make keepers believe that a process is left that may
 * print something.
 */
final class HeldOutput implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HeldOutput.class.getName());

  /** Descriptors that are never spent on this. */
  private static final int RESERVE = 1_024;

  /** Of a run: two here, one for its events, and one more so that this is never most of them. */
  private static final int PER_RUN = 4;

  private final ConcurrentMap<RunId, Ends> held = new ConcurrentHashMap<>();
  private final Semaphore room;
  private final AtomicBoolean told = new AtomicBoolean();

  /** Negative where there is no FIFO, or it could not be opened. */
  private record Ends(int out, int err) {}

  /**
   * Holds nothing yet.
   *
   * @param descriptors how many this process may have
   */
  HeldOutput(long descriptors) {
    room = new Semaphore((int) Math.clamp((descriptors - RESERVE) / PER_RUN, 0, Integer.MAX_VALUE));
  }

  /** Holds the output of a run from now on. Where descriptors are short it goes on without. */
  void hold(Launcher.Run run, RunFiles files) {
    Ends ends =
        held.computeIfAbsent(
            run.id(),
            id -> {
              if (!room.tryAcquire()) {
                return null;
              }
              int flags = Descriptors.READ | Descriptors.NON_BLOCKING;
              return new Ends(
                  Descriptors.open(files.output("out"), flags),
                  Descriptors.open(files.output("err"), flags));
            });
    boolean isShort = ends == null || ends.out() == -Errno.EMFILE || ends.err() == -Errno.EMFILE;
    if (isShort && told.compareAndSet(false, true)) {
      LOG.log(
          WARNING,
          "{0}: the limit on open files leaves no room to hold the output of this and further"
              + " processes; should their keepers be killed, last words may be lost. Raise the"
              + " limit of the daemon",
          run.name());
    }
  }

  /** Whether something is in the FIFOs that no keeper has taken. */
  boolean isWaiting(RunId run) {
    boolean[] waiting = {false};
    held.computeIfPresent(
        run,
        (id, ends) -> {
          waiting[0] = isWaiting(ends.out()) || isWaiting(ends.err());
          return ends;
        });
    return waiting[0];
  }

  private static boolean isWaiting(int end) {
    return end >= 0 && Descriptors.waiting(end) > 0;
  }

  /** The run is over, or nobody's to watch. */
  void release(RunId run) {
    held.computeIfPresent(
        run,
        (id, ends) -> {
          close(ends.out());
          close(ends.err());
          room.release();
          return null;
        });
  }

  private static void close(int end) {
    if (end >= 0) {
      Descriptors.close(end);
    }
  }

  @Override
  public void close() {
    Set.copyOf(held.keySet()).forEach(this::release);
  }
}
