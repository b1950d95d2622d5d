package dev.sentinelzero.runtime;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Change;
import dev.sentinelzero.health.Judgement;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Verdict;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the runs of processes probed while they run, and tells the processes what comes of it. A run
 * is watched before it is launched, so that nothing that it says of itself is missed.
 */
public final class Probing implements Listener, ProbeLoop.ChangeListener {
  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);

  private final Function<String, Optional<Managed>> lookup;
  private final BiConsumer<ProcessName, Event.Fact> tell;
  private final Preparation preparation;
  private final ExecutorService blocking;
  private final Map<RunId, Probes> watched = new ConcurrentHashMap<>();
  private volatile Optional<ProbeLoop> loop = Optional.empty();

  /**
   * Makes one that watches nothing until it is given its loop.
   *
   * @param supervisor whose processes are probed
   * @param host for the environment of commands that probe runs of an earlier daemon
   * @param blocking runs what reads files
   */
  public Probing(Supervisor supervisor, Host host, ExecutorService blocking) {
    this.lookup = supervisor::find;
    this.tell = supervisor::on;
    this.preparation = new Preparation(host);
    this.blocking = blocking;
  }

  /** Watches through this loop from now on. */
  public void use(ProbeLoop probes) {
    loop = Optional.of(probes);
  }

  /** A run is about to be launched. */
  void launching(Managed managed, Launcher.Order order) {
    watch(managed, Watched.fresh(order, probes(managed)));
  }

  private static Probes probes(Managed managed) {
    return managed.definition().spec().coordination().probes();
  }

  private synchronized void watch(Managed managed, Watched run) {
    if (run.probes().isEmpty() || loop.isEmpty()) {
      return;
    }
    RunId id = run.run().id();
    if (watched.putIfAbsent(id, run.probes()) == null) {
      loop.orElseThrow().watch(run);
    }
    if (!isOf(lookup.apply(managed.name().key()), id)) {
      unwatch(id);
    }
  }

  private static boolean isOf(Optional<Managed> managed, RunId run) {
    return managed
        .map(Managed::state)
        .filter(
            state ->
                state instanceof State.Starting(RunId starting) && starting.equals(run)
                    || state instanceof State.Running running && running.run().equals(run))
        .isPresent();
  }

  private synchronized void unwatch(RunId run) {
    if (watched.remove(run) != null) {
      loop.ifPresent(probes -> probes.unwatch(run));
    }
  }

  @Override
  public void changed(Managed before, Managed after) {
    before.run().filter(run -> !isOf(Optional.of(after), run)).ifPresent(this::unwatch);
    if (!(after.state() instanceof State.Running running)) {
      return;
    }
    Probes known = watched.get(running.run());
    if (known == null ? !probes(after).isEmpty() : !known.equals(probes(after))) {
      unwatch(running.run());
      takeUp(after, running);
    } else if (!(before.state() instanceof State.Running)) {
      tellWhatIsKnown(after, running);
    }
  }

  /** A run of an earlier daemon, or one whose probes were changed under it. */
  private void takeUp(Managed managed, State.Running running) {
    try {
      blocking.execute(
          () -> {
            try {
              Launcher.Order order = preparation.order(managed, running.run());
              boolean ready = running.vitals().ready().orElse(false);
              watch(managed, Watched.of(order, probes(managed), ready));
            } catch (NotReadyException e) {
              LOG.error("{} can't be probed: {}", managed.name(), e.getMessage());
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the daemon is ending; {} is not probed", managed.name());
    }
  }

  /** It may have become ready before it was seen running. */
  private void tellWhatIsKnown(Managed managed, State.Running running) {
    boolean ready =
        loop.flatMap(probes -> probes.judgement(running.run(), Aim.READINESS))
            .map(Judgement::verdict)
            .filter(verdict -> verdict == Verdict.PASSING)
            .isPresent();
    if (ready && !running.vitals().ready().orElse(true)) {
      Reason reason = new Reason("readiness_passed", "its readiness probe passed");
      tell.accept(managed.name(), new Event.Readiness(running.run(), true, reason));
    }
  }

  @Override
  public void on(Launcher.Run run, Change change) {
    Reason reason = new Reason(change.code(), change.text());
    switch (change.aim()) {
      case READINESS ->
          tell.accept(
              run.name(), new Event.Readiness(run.id(), change.to() == Verdict.PASSING, reason));
      case LIVENESS -> {
        if (change.to() == Verdict.FAILING) {
          tell.accept(run.name(), new Event.Unwell(run.id(), reason));
        }
      }
    }
  }
}
