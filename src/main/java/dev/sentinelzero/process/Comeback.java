package dev.sentinelzero.process;

import dev.sentinelzero.health.Probes;
import java.util.Optional;

/** The part of {@link Lifecycle} that answers what a daemon that comes up has found. */
final class Comeback {
  private static final Reason RESUMED = new Reason("resumed", "wanted up when the daemon came up");
  private static final State.Then REST = new State.Then.Rest();

  private Comeback() {}

  static Step step(Managed before, Event.Recovered recovered, Occasion occasion) {
    boolean turned = before.agenda().after().isAfter(occasion.now().wall());
    Managed known = turned ? Calendar.clockSetBack(before, occasion).next() : before;
    Managed managed = resumed(known);
    if (!isCutShort(managed, recovered.found())) {
      return answer(managed, recovered, occasion);
    }
    Effect[] notes = Calendar.current(managed, Firing.Outcome.STOPPED, known.history().reason());
    return answer(managed.with(managed.agenda().idle()), recovered, occasion).before(notes);
  }

  /** What is wanted does not go on because an earlier daemon ended. */
  private static Managed resumed(Managed managed) {
    boolean ended = managed.history().reason().code().equals("daemon_stopped");
    return ended && managed.wanted() == Wanted.UP
        ? managed.with(managed.state(), RESUMED)
        : managed;
  }

  /** A planned run that was stopped together with an earlier daemon has had its time. */
  private static boolean isCutShort(Managed managed, Event.Found found) {
    boolean planned = managed.agenda().current().isPresent() && !Calendar.isBeside(managed);
    return planned
        && managed.wanted() == Wanted.UP
        && stopUnderWay(managed, found).filter(State.Then.Rest.class::isInstance).isPresent();
  }

  private static Optional<State.Then> stopUnderWay(Managed managed, Event.Found found) {
    return switch (found) {
      case Event.Found.Nothing() -> Optional.empty();
      case Event.Found.NeverRan ignored -> Optional.empty();
      case Event.Found.Launching(RunId run) -> remembered(managed, run);
      case Event.Found.Alive alive -> alive.stopping().or(() -> remembered(managed, alive.run()));
      case Event.Found.LeftBehind left -> undecided(managed, left.run(), left.stopping());
      case Event.Found.Over over -> undecided(managed, over.run(), over.stopping());
    };
  }

  private static Optional<State.Then> undecided(
      Managed managed, RunId run, Optional<State.Then> recorded) {
    return isDecided(managed, run) ? Optional.empty() : recorded.or(() -> remembered(managed, run));
  }

  private static Step answer(Managed managed, Event.Recovered recovered, Occasion occasion) {
    boolean rebooted = recovered.rebooted();
    return switch (recovered.found()) {
      case Event.Found.Nothing() ->
          isLost(managed) ? lost(managed, occasion) : rest(managed, rebooted, occasion);
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
    Managed resumed = resumed(managed, left.run(), left.stopping(), occasion);
    Step step = Outcomes.step(resumed, ended, occasion);
    return resumed.state() instanceof State.Stopping stopping
            && step.next().run().equals(resumed.run())
        ? step.and(begunAgain(stopping, rule))
        : step;
  }

  /** The signal of a stop may not have been sent yet to what the leader left behind. */
  private static Effect[] begunAgain(State.Stopping stopping, StopRule rule) {
    return new Effect[] {
      new Effect.RecordStop(stopping.run(), stopping.then(), stopping.killAt().wall()),
      new Effect.SendTo(stopping.run(), rule.signal(), StopRule.Scope.TREE)
    };
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
                  case DOWN -> isByHand(managed) ? byHand(managed, run, then) : REST;
                  case UP -> isBeside(managed, then) ? then : comingBack(then);
                });
  }

  private static State.Then comingBack(State.Then then) {
    return then instanceof State.Then.Rest ? new State.Then.Relaunch() : then;
  }

  /** What was there for one occurrence only has no other time to come back for. */
  private static boolean isBeside(Managed managed, State.Then then) {
    return then instanceof State.Then.Rest && Calendar.isBeside(managed);
  }

  /** A stop that somebody asked for is never forgotten; what else ends such a run goes on. */
  private static State.Then byHand(Managed managed, RunId run, State.Then then) {
    return remembered(managed, run).filter(REST::equals).orElse(then);
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
        ? PlannedEnds.concluded(gone, Firing.Outcome.FAILED, reason, occasion)
        : rest(gone.with(new State.Stopped(), gone.history().reason()), true, occasion);
  }

  /** Nothing runs: what is wanted up and merely not running is started. */
  private static Step rest(Managed managed, boolean rebooted, Occasion occasion) {
    if (managed.agenda().current().isPresent()) {
      return planned(managed, occasion);
    }
    if (!managed.agenda().waiting().isEmpty()) {
      return PlannedEnds.goOn(managed, RESUMED, occasion);
    }
    boolean timed = managed.definition().schedule().isPresent();
    if (managed.wanted() == Wanted.DOWN) {
      return managed.state() instanceof State.Resting
          ? Step.ignored(managed)
          : Step.of(managed.with(new State.Stopped(), managed.history().reason()));
    }
    boolean stays =
        switch (managed.state()) {
          case State.Completed ignored -> timed || !rebooted;
          case State.Failed ignored -> timed || !rebooted;
          case State.BackingOff ignored -> !rebooted;
          case State.Waiting ignored -> false;
          case State.Scheduled ignored -> false;
          case State.Stopped ignored -> false;
          case State.Active ignored -> false;
        };
    if (stays) {
      return Step.ignored(managed);
    }
    return timed
        ? Calendar.start(managed.with(Retries.NONE), why(managed), occasion)
        : Lifecycle.launch(managed.with(Retries.NONE), RESUMED, occasion);
  }

  /** What it rests for still holds, unless that was the end of an earlier daemon. */
  private static Reason why(Managed managed) {
    return managed.state() instanceof State.Stopped && !Calendar.isBeside(managed)
        ? RESUMED
        : managed.history().reason();
  }

  /** A planned run that has not begun, or whose next attempt is due, is not forgotten. */
  private static Step planned(Managed managed, Occasion occasion) {
    if (isUnwanted(managed)) {
      return PlannedEnds.stopped(managed, managed.history().reason());
    }
    return switch (managed.state()) {
      case State.Completed ignored -> Step.of(managed, new Effect.Retire());
      case State.Failed ignored -> Step.of(managed, new Effect.Retire());
      case State.BackingOff ignored -> Step.ignored(managed);
      case State.Waiting waiting -> Lifecycle.launch(managed, waiting.asked(), occasion);
      case State.Scheduled ignored -> Lifecycle.launch(managed, why(managed), occasion);
      case State.Stopped ignored -> Lifecycle.launch(managed, why(managed), occasion);
      case State.Active ignored -> Lifecycle.launch(managed, why(managed), occasion);
    };
  }

  /** Whether nobody wants the planned run any more, or somebody was stopping it. */
  private static boolean isUnwanted(Managed managed) {
    boolean stopped =
        managed.state() instanceof State.Stopping stopping
            && stopping.then() instanceof State.Then.Rest;
    return managed.wanted() == Wanted.DOWN && (stopped || !isByHand(managed));
  }

  /** Whether a planned run had begun of which nothing is to be found. */
  private static boolean isLost(Managed managed) {
    boolean begun =
        managed.state() instanceof State.Running
            || managed.state() instanceof State.Stopping stopping
                && !(stopping.then() instanceof State.Then.Relaunch);
    return begun && managed.agenda().current().isPresent();
  }

  private static Step lost(Managed managed, Occasion occasion) {
    Reason reason = new Reason("lost", "nothing was left of its run when the daemon came up");
    return PlannedEnds.concluded(managed, Firing.Outcome.FAILED, reason, occasion);
  }
}
