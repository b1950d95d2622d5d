package dev.sentinelzero.runtime;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Change;
import dev.sentinelzero.health.Judgement;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one run: when it is due, whether it is under way, and what is known by it. What is
 * under way when it is ended or begun anew answers nobody.
 *
 * <p>Changed under its own guard. What the loop looks at under its lock is read without the guard,
 * since whoever is told of a change, under the guard, may ask the loop.
 */
final class ProbeTurn {
  private static final long TAKEN = Long.MIN_VALUE;

  private final Watched watched;
  private final Aim aim;
  private final Probe probe;
  private final Prober.Context context;
  private final AtomicLong due = new AtomicLong();
  private volatile Judgement judgement;
  private volatile boolean ended;
  private long started;
  private int round;
  private @Nullable CompletableFuture<Result> underWay;

  ProbeTurn(Watched watched, Aim aim, Probe probe, long now) {
    this.watched = watched;
    this.aim = aim;
    this.probe = probe;
    context = new Prober.Context(watched.target(), aim, probe.rhythm());
    boolean holds = watched.ready() && aim == Aim.READINESS;
    judgement = holds ? new Judgement(Verdict.PASSING, 0, 0) : Judgement.UNKNOWN;
    due.set(now + probe.rhythm().initialDelay().toNanos());
  }

  Watched watched() {
    return watched;
  }

  Rhythm rhythm() {
    return probe.rhythm();
  }

  long due() {
    return due.get();
  }

  /** Takes the turn that is due then, which one can only. */
  boolean claim(long at) {
    return !ended && due.compareAndSet(at, TAKEN);
  }

  Judgement judgement() {
    return judgement;
  }

  /**
   * Asks; returns at once.
   *
   * @return which round this is, to be given to {@link #take}; the answer may be there already
   */
  synchronized Asked ask(Prober prober, long now) {
    started = now;
    if (ended) {
      return new Asked(round, CompletableFuture.completedFuture(new Result.Skipped("it is over")));
    }
    CompletableFuture<Result> asked = asked(prober);
    underWay = asked;
    return new Asked(round, asked);
  }

  private CompletableFuture<Result> asked(Prober prober) {
    try {
      return prober.probe(probe.check(), context);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(new Result.Failed(e.toString()));
    }
  }

  /** A probe under way. */
  record Asked(int round, CompletableFuture<Result> answer) {}

  /**
   * Takes an answer and tells of the change that follows from it. Whoever is told is told under the
   * guard, so that nothing is told of a run that has been ended.
   *
   * @return whether there is a next time, which is {@link #due} then
   */
  synchronized boolean take(int asked, Result result, long now, ProbeLoop.ChangeListener listener) {
    underWay = null;
    if (ended) {
      return false;
    }
    if (asked != round) {
      return true; // begun anew meanwhile, and due when that said
    }
    Judgement.Step step = judgement.after(result, probe, aim);
    judgement = step.next();
    due.set(Math.max(now, probe.nextStart(started, judgement)));
    Optional<Change> change = step.change();
    change.ifPresent(changed -> listener.on(watched.run(), changed));
    return true;
  }

  /**
   * Nothing that was found out lately counts, and the rhythm begins anew; the verdict stays.
   *
   * @return whether the next time is known now; else it is when the cancelled answer is taken
   */
  synchronized boolean beginAnew(long now) {
    round++;
    judgement = new Judgement(judgement.verdict(), 0, 0);
    due.set(now + probe.rhythm().initialDelay().toNanos());
    boolean idle = underWay == null;
    cancel();
    return idle && !ended;
  }

  synchronized void end() {
    ended = true;
    cancel();
  }

  /** Completes the answer, whose taker may come in here by this very thread. */
  private void cancel() {
    CompletableFuture<Result> asked = underWay;
    if (asked != null) {
      asked.cancel(false);
    }
  }
}
