package dev.sentinelzero.process;

import dev.sentinelzero.health.Probes;
import java.util.Optional;

/** The part of {@link Lifecycle} that answers what a daemon that comes up has found. */
final class Comeback {
  private static final Reason RESUMED = new Reason("resumed", "wanted up when the daemon came up");

  private Comeback() {}

  static Step step(Managed managed, Event.Recovered recovered, Occasion occasion) {
    boolean rebooted = recovered.rebooted();
    return switch (recovered.found()) {
      case Event.Found.Nothing() -> rest(managed, rebooted, occasion);
      case Event.Found.NeverRan ignored -> rest(managed, rebooted, occasion);
      case Event.Found.Launching(RunId run) -> launching(managed, run, occasion);
      case Event.Found.Alive alive -> alive(managed, alive, occasion);
      case Event.Found.LeftBehind left -> leftBehind(managed, left, rebooted, occasion);
      case Event.Found.Over over -> over(managed, over, rebooted, occasion);
    };
  }

  private static Step launching(Managed managed, RunId run, Occasion occasion) {
    Optional<State.Then> then = sequel(managed, run, Optional.empty());
    return goOn(managed, new State.Starting(run), then, occasion);
  }

  private static Step alive(Managed managed, Event.Found.Alive alive, Occasion occasion) {
    Optional<State.Then> then = sequel(managed, alive.run(), alive.stopping());
    State running =
        new State.Running(alive.run(), alive.identity(), alive.since(), vitals(managed, alive));
    return goOn(managed, running, then, occasion);
  }

  /** What the probes had said before the daemon went away still holds. */
  private static Vitals vitals(Managed managed, Event.Found.Alive alive) {
    Probes probes = managed.definition().spec().coordination().probes();
    boolean known =
        managed.state() instanceof State.Running running && running.run().equals(alive.run());
    return known
        ? ((State.Running) managed.state()).vitals().under(probes)
        : Vitals.atFirst(probes);
  }

  /** A stop that was under way, or whose first signal was not recorded yet, is begun again. */
  private static Step goOn(
      Managed managed, State active, Optional<State.Then> then, Occasion occasion) {
    Reason reason = managed.history().reason();
    Managed taken = managed.with(active, reason);
    if (then.isPresent()) {
      return Lifecycle.end(taken, then.orElseThrow(), reason, occasion);
    }
    return managed.wanted() == Wanted.UP || isByHand(managed)
        ? Step.of(taken)
        : Lifecycle.end(taken, new State.Then.Rest(), reason, occasion);
  }

  /** Whether the run is one that somebody asked for beside the schedule. */
  private static boolean isByHand(Managed managed) {
    return managed.agenda().current().filter(one -> one.cause() == Agenda.Cause.MANUAL).isPresent();
  }

  /** What is kept of an older run, or of one that is decided about, is left alone. */
  private static Step leftBehind(
      Managed managed, Event.Found.LeftBehind left, boolean rebooted, Occasion occasion) {
    StopRule rule = managed.definition().spec().rules().stop();
    if (rule.leftovers() == StopRule.Leftovers.KEEP && isDecided(managed, left.run())) {
      return rest(managed, rebooted, occasion);
    }
    Event.Ended ended = new Event.Ended(left.run(), left.report());
    return Outcomes.step(resumed(managed, left.run(), left.stopping(), occasion), ended, occasion);
  }

  /** Whether the exit of the run was told before, and what follows it has begun. */
  private static boolean isDecided(Managed managed, RunId run) {
    boolean told = managed.history().last().filter(last -> last.run().equals(run)).isPresent();
    return told && managed.run().filter(run::equals).isEmpty();
  }

  private static Managed resumed(
      Managed managed, RunId run, Optional<State.Then> stopping, Occasion occasion) {
    State state =
        sequel(managed, run, stopping)
            .<State>map(
                then ->
                    new State.Stopping(
                        run,
                        Optional.empty(),
                        occasion.now().plus(managed.definition().spec().rules().stop().timeout()),
                        then))
            .orElseGet(() -> new State.Starting(run));
    return managed.with(state, managed.history().reason());
  }

  /**
   * What follows the stop that was under way, if one was: as the run directory says, else as the
   * state says. What was stopped together with an earlier daemon, but is wanted, comes back; what
   * is not wanted any more does not.
   */
  private static Optional<State.Then> sequel(
      Managed managed, RunId run, Optional<State.Then> recorded) {
    return recorded
        .or(() -> remembered(managed, run))
        .map(
            then ->
                switch (managed.wanted()) {
                  case DOWN -> new State.Then.Rest();
                  case UP -> then instanceof State.Then.Rest ? new State.Then.Relaunch() : then;
                });
  }

  private static Optional<State.Then> remembered(Managed managed, RunId run) {
    return managed.state() instanceof State.Stopping stopping && stopping.run().equals(run)
        ? Optional.of(stopping.then())
        : Optional.empty();
  }

  private static Step over(
      Managed managed, Event.Found.Over over, boolean rebooted, Occasion occasion) {
    if (isDecided(managed, over.run())) {
      return rest(managed, rebooted, occasion);
    }
    if (rebooted && over.report().exit() instanceof Exit.Unknown) {
      Managed gone = managed.with(new Managed.Last(over.run(), over.report()));
      return cutOff(gone, occasion);
    }
    return Outcomes.step(
        resumed(managed, over.run(), over.stopping(), occasion),
        new Event.Gone(over.run(), over.report()),
        occasion);
  }

  /** The machine went down under the run: a service comes back, a planned run is over. */
  private static Step cutOff(Managed gone, Occasion occasion) {
    Reason reason = new Reason("cut_off", "the machine went down while it ran");
    return gone.agenda().current().isPresent()
        ? Calendar.concluded(gone, Firing.Outcome.FAILED, reason, occasion)
        : rest(gone.with(new State.Stopped(), gone.history().reason()), true, occasion);
  }

  /** Nothing runs: what is wanted up and merely not running is started. */
  private static Step rest(Managed managed, boolean rebooted, Occasion occasion) {
    if (managed.agenda().current().isPresent()) {
      return planned(managed, occasion);
    }
    if (managed.wanted() == Wanted.DOWN) {
      return managed.state() instanceof State.Resting
          ? Step.ignored(managed)
          : Step.of(managed.with(new State.Stopped(), managed.history().reason()));
    }
    boolean stays =
        switch (managed.state()) {
          case State.Completed ignored -> !rebooted;
          case State.Failed ignored -> !rebooted;
          case State.BackingOff ignored -> !rebooted;
          case State.Waiting ignored -> false;
          case State.Scheduled ignored -> false;
          case State.Stopped ignored -> false;
          case State.Active ignored -> false;
        };
    if (stays) {
      return Step.ignored(managed);
    }
    return managed.definition().schedule().isPresent()
        ? Calendar.start(managed.with(Retries.NONE), managed.history().reason(), occasion)
        : Lifecycle.launch(managed.with(Retries.NONE), RESUMED, occasion);
  }

  /** A planned run that has not begun, or whose next attempt is due, is not forgotten. */
  private static Step planned(Managed managed, Occasion occasion) {
    return managed.state() instanceof State.BackingOff
        ? Step.ignored(managed)
        : Lifecycle.launch(managed, managed.history().reason(), occasion);
  }
}
