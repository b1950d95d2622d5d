package dev.sentinelzero.process;

import dev.sentinelzero.units.Durations;
import java.time.Duration;

/**
 * The life of a process as one total function: every state has an answer to every event, "ignored"
 * included. Reads nothing and does nothing; the shell carries out the effects.
 */
public final class Lifecycle {
  /** How long after an attempt to kill what is left the next one follows. */
  static final Duration KILL_AGAIN = Duration.ofSeconds(1);

  private Lifecycle() {}

  /** What becomes of the process after the event, and what is to be done. */
  public static Step step(Managed managed, Event event, Occasion occasion) {
    return switch (event) {
      case Event.Start(Reason reason) -> start(wanted(managed, occasion), reason, occasion);
      case Event.Stop stop -> stop(managed, stop, occasion);
      case Event.Restart(Reason reason) -> restart(wanted(managed, occasion), reason, occasion);
      case Event.Reset(Reason reason) -> reset(managed, reason, occasion);
      case Event.Reload ignored -> reload(managed);
      case Event.Send(Signal signal) -> send(managed, signal);
      case Event.Redefine redefine -> redefine(managed, redefine, occasion);
      case Event.RunNow(Reason reason) -> Calendar.runNow(managed, reason, occasion);
      case Event.Enable enable -> Calendar.enable(managed, enable, occasion);
      case Event.Due due -> Calendar.due(managed, due, occasion);
      case Event.Missed missed -> Calendar.missed(managed, missed);
      case Event.ClockSetBack() -> Calendar.clockSetBack(managed, occasion);
      case Event.DependenceChanged() -> dependenceChanged(managed, occasion);
      case Event.Outdated(Reason reason) -> outdated(managed, reason, occasion);
      case Event.Shutdown() -> shutdown(managed, occasion);
      case Event.TimeReached() -> timeReached(managed, occasion);
      case Event.Recovered recovered -> Comeback.step(managed, recovered, occasion);
      case Event.Fact fact ->
          managed.run().filter(fact.run()::equals).isPresent()
              ? Outcomes.step(managed, fact, occasion)
              : Step.ignored(managed);
    };
  }

  /** What was not wanted before counts its times from now on. */
  private static Managed wanted(Managed managed, Occasion occasion) {
    Managed up = managed.wanting(Wanted.UP);
    return managed.wanted() == Wanted.UP ? up : up.with(up.agenda().armedAt(occasion.now().wall()));
  }

  private static Step start(Managed managed, Reason reason, Occasion occasion) {
    return switch (managed.state()) {
      case State.Resting ignored -> begin(managed.with(Retries.NONE), reason, occasion);
      case State.Starting ignored -> Step.ignored(managed);
      case State.Running ignored -> Step.ignored(managed);
      case State.Stopping stopping ->
          managed.definition().schedule().isPresent()
              ? Calendar.startAfter(managed, stopping, reason)
              : comeBack(managed, stopping, reason);
    };
  }

  /** Launches what is to run, and arms what is to run at its times. */
  private static Step begin(Managed managed, Reason reason, Occasion occasion) {
    return managed.definition().schedule().isPresent()
        ? Calendar.start(managed, reason, occasion)
        : launch(managed, reason, occasion);
  }

  private static Step comeBack(Managed managed, State.Stopping stopping, Reason reason) {
    return follow(managed.with(Retries.NONE), stopping, new State.Then.Relaunch(), reason);
  }

  private static Step stop(Managed before, Event.Stop stop, Occasion occasion) {
    if (isStopped(before)) {
      return Step.ignored(before);
    }
    StopRule rule = before.definition().spec().rules().stop();
    StopRule within = stop.timeout().map(rule::within).orElse(rule);
    Managed managed = before.wanting(Wanted.DOWN).with(before.agenda().withoutWaiting());
    Effect[] dropped = Calendar.dropped(before, stop.reason()).toArray(Effect[]::new);
    return stopped(managed, within, stop, occasion).and(dropped);
  }

  private static boolean isStopped(Managed managed) {
    return managed.state() instanceof State.Stopped
        && managed.wanted() == Wanted.DOWN
        && Calendar.isAtNothing(managed);
  }

  private static Step stopped(
      Managed managed, StopRule within, Event.Stop stop, Occasion occasion) {
    StopRule rule = managed.definition().spec().rules().stop();
    return switch (managed.state()) {
      case State.Resting ignored -> PlannedEnds.restingStopped(managed, stop.reason());
      case State.Starting ignored -> end(managed, within, new State.Then.Rest(), stop, occasion);
      case State.Running ignored -> end(managed, within, new State.Then.Rest(), stop, occasion);
      case State.Stopping stopping ->
          hasten(managed, stopping, stop.timeout().orElse(rule.timeout()), stop.reason(), occasion);
    };
  }

  private static Step hasten(
      Managed managed, State.Stopping stopping, Duration timeout, Reason reason, Occasion now) {
    Moment asked = now.now().plus(timeout);
    Moment killAt = stopping.killAt().reachedAt(asked) ? stopping.killAt() : asked;
    State.Stopping sooner =
        new State.Stopping(stopping.run(), stopping.identity(), killAt, stopping.then());
    return follow(managed, sooner, new State.Then.Rest(), reason);
  }

  private static Step restart(Managed managed, Reason reason, Occasion occasion) {
    return switch (managed.state()) {
      case State.Resting ignored -> begin(managed.with(Retries.NONE), reason, occasion);
      case State.Stopping stopping ->
          managed.definition().schedule().isPresent() && stopping.then() instanceof State.Then.Rest
              ? Calendar.startAfter(managed, stopping, reason)
              : comeBack(managed, stopping, reason);
      case State.Starting ignored -> relaunch(managed, reason, occasion);
      case State.Running ignored -> relaunch(managed, reason, occasion);
    };
  }

  static Step relaunch(Managed managed, Reason reason, Occasion occasion) {
    return end(managed.with(Retries.NONE), new State.Then.Relaunch(), reason, occasion);
  }

  private static Step reset(Managed managed, Reason reason, Occasion occasion) {
    Managed fresh = managed.with(Retries.NONE);
    return switch (managed.state()) {
      case State.BackingOff ignored -> ifWanted(fresh, reason, occasion);
      case State.Failed ignored -> ifWanted(fresh, reason, occasion);
      case State.Waiting ignored -> Step.of(fresh);
      case State.Scheduled ignored -> Step.of(fresh);
      case State.Stopped ignored -> Step.of(fresh);
      case State.Completed ignored -> Step.of(fresh);
      case State.Starting ignored -> Step.of(fresh);
      case State.Running ignored -> Step.of(fresh);
      case State.Stopping ignored -> Step.of(fresh);
    };
  }

  private static Step ifWanted(Managed managed, Reason reason, Occasion occasion) {
    return managed.wanted() == Wanted.UP || managed.agenda().current().isPresent()
        ? begin(managed, reason, occasion)
        : Step.of(managed.with(new State.Stopped(), reason));
  }

  private static Step reload(Managed managed) {
    return switch (managed.state()) {
      case State.Running running ->
          managed
              .definition()
              .spec()
              .rules()
              .reload()
              .map(rule -> Step.of(managed, reloadEffect(running.run(), rule)))
              .orElseGet(
                  () ->
                      Step.refused(
                          managed,
                          "no_reload",
                          managed.name() + " has no reload rule; give it reload: { signal: HUP }"));
      case State.Starting ignored -> notRunning(managed);
      case State.Stopping ignored -> notRunning(managed);
      case State.Resting ignored -> notRunning(managed);
    };
  }

  private static Effect reloadEffect(RunId run, ProcessSpec.Reload rule) {
    return switch (rule) {
      case ProcessSpec.Reload.BySignal(Signal signal) ->
          new Effect.SendTo(run, signal, StopRule.Scope.PROCESS);
      case ProcessSpec.Reload.ByCommand ignored -> new Effect.RunReload(run);
    };
  }

  private static Step send(Managed managed, Signal signal) {
    return switch (managed.state()) {
      case State.Running running ->
          Step.of(managed, new Effect.SendTo(running.run(), signal, StopRule.Scope.PROCESS));
      case State.Stopping stopping ->
          Step.of(managed, new Effect.SendTo(stopping.run(), signal, StopRule.Scope.PROCESS));
      case State.Starting ignored -> notRunning(managed);
      case State.Resting ignored -> notRunning(managed);
    };
  }

  private static Step notRunning(Managed managed) {
    return Step.refused(
        managed,
        "not_running",
        managed.name() + " is not running (" + managed.state().word() + ")");
  }

  private static Step redefine(Managed managed, Event.Redefine redefine, Occasion occasion) {
    Managed changed = probed(managed.as(redefine.definition()));
    Step timed = Calendar.redefined(managed, changed, occasion);
    if (!redefine.restart()) {
      return timed;
    }
    return switch (managed.state()) {
      case State.Starting ignored -> Calendar.renewed(timed, redefine.reason(), occasion);
      case State.Running ignored -> Calendar.renewed(timed, redefine.reason(), occasion);
      case State.Stopping ignored -> timed;
      case State.Resting ignored -> timed;
    };
  }

  /** What runs has the vitals that its probes can tell. */
  private static Managed probed(Managed managed) {
    if (!(managed.state() instanceof State.Running running)) {
      return managed;
    }
    Vitals vitals = running.vitals().under(managed.definition().spec().coordination().probes());
    return managed.with(running.with(vitals), managed.history().reason());
  }

  private static Step dependenceChanged(Managed managed, Occasion occasion) {
    return managed.state() instanceof State.Waiting waiting
        ? launch(managed, waiting.asked(), occasion)
        : Step.ignored(managed);
  }

  /** What runs is renewed, what failed gets another chance, and what is not wanted stays away. */
  private static Step outdated(Managed managed, Reason reason, Occasion occasion) {
    if (managed.wanted() == Wanted.DOWN || managed.definition().schedule().isPresent()) {
      return Step.ignored(managed);
    }
    return switch (managed.state()) {
      case State.Starting ignored -> relaunch(managed, reason, occasion);
      case State.Running ignored -> relaunch(managed, reason, occasion);
      case State.BackingOff ignored -> launch(managed.with(Retries.NONE), reason, occasion);
      case State.Completed ignored -> launch(managed.with(Retries.NONE), reason, occasion);
      case State.Failed ignored -> launch(managed.with(Retries.NONE), reason, occasion);
      case State.Waiting ignored -> Step.ignored(managed);
      case State.Scheduled ignored -> Step.ignored(managed);
      case State.Stopped ignored -> Step.ignored(managed);
      case State.Stopping ignored -> Step.ignored(managed);
    };
  }

  private static Step shutdown(Managed managed, Occasion occasion) {
    Reason reason = new Reason("daemon_stopped", "stopped together with the daemon");
    return switch (managed.state()) {
      case State.BackingOff ignored -> Step.of(managed.with(new State.Stopped(), reason));
      case State.Waiting ignored -> Step.of(managed.with(new State.Stopped(), reason));
      case State.Scheduled ignored -> Step.ignored(managed);
      case State.Stopped ignored -> Step.ignored(managed);
      case State.Completed ignored -> Step.ignored(managed);
      case State.Failed ignored -> Step.ignored(managed);
      case State.Starting ignored -> end(managed, new State.Then.Rest(), reason, occasion);
      case State.Running ignored -> end(managed, new State.Then.Rest(), reason, occasion);
      case State.Stopping stopping ->
          follow(managed, stopping, withoutComeback(managed, stopping.then(), occasion), reason);
    };
  }

  /** What is decided to stay completed or failed does so; everything else rests. */
  private static State.Then withoutComeback(Managed managed, State.Then then, Occasion occasion) {
    return switch (Outcomes.after(managed, then, occasion).next().state()) {
      case State.Completed ignored -> then;
      case State.Failed ignored -> then;
      case State.Stopped ignored -> then;
      case State.BackingOff ignored -> new State.Then.Rest();
      case State.Waiting ignored -> new State.Then.Rest();
      case State.Scheduled ignored -> then;
      case State.Active ignored -> new State.Then.Rest();
    };
  }

  private static Step timeReached(Managed managed, Occasion occasion) {
    return switch (managed.state()) {
      case State.BackingOff(Moment until) ->
          until.reachedAt(occasion.now())
              ? runAgain(managed, managed.history().reason(), occasion)
              : Step.ignored(managed);
      case State.Stopping stopping ->
          stopping.killAt().reachedAt(occasion.now())
              ? kill(managed, stopping, occasion)
              : Step.ignored(managed);
      case State.Running running -> overdue(managed, running, occasion);
      case State.Stopped ignored -> Step.ignored(managed);
      case State.Completed ignored -> Step.ignored(managed);
      case State.Failed ignored -> Step.ignored(managed);
      case State.Waiting ignored -> dependenceChanged(managed, occasion);
      case State.Scheduled ignored -> Step.ignored(managed);
      case State.Starting ignored -> Step.ignored(managed);
    };
  }

  /** A run that its schedule limits has taken too long, and counts as a failure. */
  private static Step overdue(Managed managed, State.Running running, Occasion occasion) {
    if (managed.due().filter(due -> due.reachedAt(occasion.now())).isEmpty()) {
      return Step.ignored(managed);
    }
    Duration ran = occasion.now().since(running.since());
    Reason reason =
        new Reason(
            "timed_out",
            "it ran longer than its schedule allows: " + Durations.format(seconds(ran)));
    return end(managed, new State.Then.Fail(reason, ran), reason, occasion);
  }

  private static Duration seconds(Duration duration) {
    return Duration.ofSeconds(duration.toSeconds());
  }

  private static Step kill(Managed managed, State.Stopping stopping, Occasion occasion) {
    Moment again = occasion.now().plus(KILL_AGAIN);
    State.Stopping next =
        new State.Stopping(stopping.run(), stopping.identity(), again, stopping.then());
    StopRule rule = managed.definition().spec().rules().stop();
    return Step.of(
        managed.with(next, managed.history().reason()),
        new Effect.Sweep(stopping.run(), killScope(rule)));
  }

  static StopRule.Scope killScope(StopRule rule) {
    return rule.leftovers() == StopRule.Leftovers.KILL ? StopRule.Scope.TREE : rule.scope();
  }

  /** Launches a run as soon as what the process depends on is there. */
  static Step launch(Managed managed, Reason reason, Occasion occasion) {
    return switch (occasion.dependence()) {
      case Dependence.Met() -> run(managed, reason, occasion, !isFirstOfItsTime(managed));
      case Dependence.Unmet unmet -> {
        State.Waiting waiting = new State.Waiting(unmet, reason);
        boolean same = waiting.equals(managed.state());
        yield same ? Step.ignored(managed) : Step.of(managed.with(waiting, unmet.reason()));
      }
    };
  }

  /** A run that its schedule brings about is no restart. */
  private static boolean isFirstOfItsTime(Managed managed) {
    return managed.agenda().current().isPresent()
        && managed.history().retries().equals(Retries.NONE);
  }

  /** Launches the next attempt that the policy allows, at once. */
  static Step runAgain(Managed managed, Reason reason, Occasion occasion) {
    return run(managed, reason, occasion, true);
  }

  private static Step run(Managed managed, Reason reason, Occasion occasion, boolean again) {
    State.Starting starting = new State.Starting(occasion.fresh());
    Managed next = managed.started(starting, reason, again);
    Step step = Step.of(next, new Effect.Launch(occasion.fresh()));
    return managed
        .agenda()
        .current()
        .map(one -> step.and(Calendar.note(one, Firing.Outcome.RUNNING, reason, next)))
        .orElse(step);
  }

  private static Step end(
      Managed managed, StopRule rule, State.Then then, Event.Stop stop, Occasion occasion) {
    return end(managed, new Ending(rule, then, stop.reason()), occasion);
  }

  static Step end(Managed managed, State.Then then, Reason reason, Occasion occasion) {
    StopRule rule = managed.definition().spec().rules().stop();
    return end(managed, new Ending(rule, then, reason), occasion);
  }

  /**
   * Like {@link #end}, for what outlived the leader: whoever it is, the signal is for all of it.
   */
  static Step endLeftovers(Managed managed, State.Then then, Reason reason, Occasion occasion) {
    StopRule rule = managed.definition().spec().rules().stop().to(StopRule.Scope.TREE);
    return end(managed, new Ending(rule, then, reason), occasion);
  }

  /** How a run is ended, what follows, and why. */
  private record Ending(StopRule rule, State.Then then, Reason reason) {}

  private static Step end(Managed managed, Ending ending, Occasion occasion) {
    RunId run = managed.run().orElseThrow();
    StopRule rule = ending.rule();
    boolean atOnce = rule.timeout().isZero();
    Moment killAt = occasion.now().plus(atOnce ? KILL_AGAIN : rule.timeout());
    State.Stopping stopping = new State.Stopping(run, managed.identity(), killAt, ending.then());
    Effect first =
        atOnce
            ? new Effect.Sweep(run, killScope(rule))
            : new Effect.SendTo(run, rule.signal(), rule.scope());
    return Step.of(
        managed.with(stopping, ending.reason()),
        new Effect.RecordStop(run, ending.then(), killAt.wall()),
        first);
  }

  static Step follow(Managed managed, State.Stopping stopping, State.Then then, Reason reason) {
    State.Stopping next =
        new State.Stopping(stopping.run(), stopping.identity(), stopping.killAt(), then);
    return Step.of(
        managed.with(next, reason),
        new Effect.RecordStop(stopping.run(), then, stopping.killAt().wall()));
  }

  static Reason stopsIn(StopRule rule, String why) {
    return new Reason(
        "leftovers", why + "; what it left behind has " + Durations.format(rule.timeout()));
  }
}
