package dev.sentinelzero.runtime;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Change;
import dev.sentinelzero.health.Judgement;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.RunId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the probes of all runs asked in their rhythms, and tells of verdicts that changed. One thread
 * and one queue serve all of them; the asking itself never blocks. Probes of one kind and run never
 * overlap; when as many are under way as may be, the others wait in the order in which they were
 * due.
 *
 * <p>When the machine has slept, what was found out before counts no more and the rhythms begin
 * anew: a service that had no chance to answer isn't called dead.
 *
 * <p>Locks: a turn's guard may be held while this one's is taken, never the other way round.
 */
public final class ProbeLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeLoop.class);

  /** So many probes are under way at most. */
  static final int MOST_UNDER_WAY = 512;

  /** Wake-ups are no closer than this: what is due meanwhile is asked together. */
  private static final long CLOSEST = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

  /** The clocks of an awake machine never run so far apart. */
  private static final long SLEPT = TimeUnit.SECONDS.toNanos(2);

  /** A prober that has not answered so long after its timeout is not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Told of changes, on any thread; must return at once. */
  public interface ChangeListener {
    /** The verdict of a run that is still watched changed. */
    void on(Launcher.Run run, Change change);
  }

  /**
   * The clocks, in nanoseconds.
   *
   * @param awake stands still while the machine sleeps; rhythms are kept by it
   * @param boot counts on meanwhile
   */
  public record Clocks(LongSupplier awake, LongSupplier boot) {}

  private final Prober prober;
  private final ChangeListener listener;
  private final Clocks clocks;
  private final Map<RunId, Map<Aim, ProbeTurn>> turns = new HashMap<>();
  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final ArrayDeque<ProbeTurn> ready = new ArrayDeque<>();
  private final Thread thread;
  private int underWay;
  private long wakeUp;
  private volatile long ahead;
  private boolean closed;

  /** A turn in the queue; one whose time was changed since is in it twice, once in vain. */
  private record Due(long at, ProbeTurn turn) {}

  /** Begins; asks nothing until a run is watched. */
  public ProbeLoop(Prober prober, ChangeListener listener, Clocks clocks) {
    this.prober = prober;
    this.listener = listener;
    this.clocks = clocks;
    ahead = clocks.boot().getAsLong() - clocks.awake().getAsLong();
    wakeUp = clocks.awake().getAsLong() + LONGEST_WAIT;
    thread = Thread.ofPlatform().daemon().name("probes").start(this::run);
  }

  /** Probes a run from now on; it must not be watched already. */
  public void watch(Watched watched) {
    if (watched.probes().isEmpty()) {
      return;
    }
    prober.begin(watched.target(), watched.probes(), watched.ready());
    synchronized (this) {
      long now = clocks.awake().getAsLong();
      Map<Aim, ProbeTurn> own = new EnumMap<>(Aim.class);
      for (Aim aim : Aim.values()) {
        watched
            .probes()
            .of(aim)
            .ifPresent(probe -> own.put(aim, new ProbeTurn(watched, aim, probe, now)));
      }
      if (closed || turns.putIfAbsent(watched.run().id(), own) != null) {
        throw new IllegalStateException(watched.run() + " is watched already, or never will be");
      }
      own.values().forEach(this::enqueue);
    }
  }

  /** Ends the probing of a run; when this returns, nothing more is told of it. */
  public void unwatch(RunId run) {
    Map<Aim, ProbeTurn> own;
    synchronized (this) {
      own = turns.remove(run);
    }
    if (own != null) {
      own.values().forEach(ProbeTurn::end);
      prober.end(own.values().iterator().next().watched().target());
    }
  }

  /** What is known of a run; absent where it has no such probe or is not watched. */
  public synchronized Optional<Judgement> judgement(RunId run, Aim aim) {
    return Optional.ofNullable(turns.getOrDefault(run, Map.of()).get(aim))
        .map(ProbeTurn::judgement);
  }

  private synchronized void enqueue(ProbeTurn turn) {
    long at = turn.due();
    queue.add(new Due(at, turn));
    if (at < wakeUp) {
      notifyAll();
    }
  }

  private void run() {
    try {
      while (awaitDue()) {
        noticeSleep();
        for (ProbeTurn turn = next(); turn != null; turn = next()) {
          ask(turn);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until something may be to do; false when all is over. */
  private synchronized boolean awaitDue() throws InterruptedException {
    long begun = clocks.awake().getAsLong();
    while (!closed) {
      long now = clocks.awake().getAsLong();
      long coalescing = CLOSEST - (now - begun);
      Due first = queue.peek();
      long due = first == null ? now + LONGEST_WAIT : first.at();
      wakeUp = hasRoomForReady() ? now : Math.min(due, begun + LONGEST_WAIT);
      if (wakeUp <= now && coalescing <= 0) {
        return true;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(coalescing, wakeUp - now));
    }
    return false;
  }

  private boolean hasRoomForReady() {
    return !ready.isEmpty() && underWay < MOST_UNDER_WAY;
  }

  /** The next one to ask now; null when there is none, or no room. */
  private synchronized @Nullable ProbeTurn next() {
    long now = clocks.awake().getAsLong();
    while (!queue.isEmpty() && queue.peek().at() <= now) {
      Due due = queue.remove();
      if (due.turn().claim(due.at())) {
        ready.add(due.turn());
      }
    }
    if (closed || !hasRoomForReady()) {
      return null;
    }
    underWay++;
    return ready.remove();
  }

  private void ask(ProbeTurn turn) {
    ProbeTurn.Asked asked = turn.ask(prober, clocks.awake().getAsLong());
    Duration patience = turn.rhythm().timeout().plus(PATIENCE);
    asked
        .answer()
        .completeOnTimeout(
            new Result.Failed("no answer from the probe itself"),
            patience.toMillis(),
            TimeUnit.MILLISECONDS)
        .whenComplete(
            (result, failure) -> {
              boolean counts = failure == null && !hasSlept();
              take(turn, asked.round(), counts ? result : new Result.Skipped("it was ended"));
            });
  }

  private void take(ProbeTurn turn, int round, Result result) {
    boolean goesOn = true;
    try {
      goesOn = turn.take(round, result, clocks.awake().getAsLong(), listener);
    } catch (RuntimeException e) {
      LOG.error("a change of {} was not taken", turn.watched().run(), e);
    }
    answered();
    if (goesOn) {
      enqueue(turn);
    }
  }

  private synchronized void answered() {
    if (underWay-- == MOST_UNDER_WAY) {
      notifyAll();
    }
  }

  private boolean hasSlept() {
    return clocks.boot().getAsLong() - clocks.awake().getAsLong() - ahead > SLEPT;
  }

  /** By the loop's thread alone, so that no turn is between the queue and its asking. */
  private void noticeSleep() {
    if (!hasSlept()) {
      return;
    }
    LOG.info("the machine has slept; probes begin anew");
    List<ProbeTurn> all = new ArrayList<>();
    synchronized (this) {
      queue.clear();
      ready.clear();
      turns.values().forEach(own -> all.addAll(own.values()));
    }
    long now = clocks.awake().getAsLong();
    for (ProbeTurn turn : all) {
      if (turn.beginAnew(now)) {
        enqueue(turn);
      }
    }
    ahead = clocks.boot().getAsLong() - now;
  }

  /** Ends all probing. */
  @Override
  public void close() {
    List<RunId> watched;
    synchronized (this) {
      closed = true;
      watched = List.copyOf(turns.keySet());
      notifyAll();
    }
    watched.forEach(this::unwatch);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
