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
      case Event.Start(Reason reason) -> start(managed.wanting(Wanted.UP), reason, occasion);
      case Event.Stop stop -> stop(managed.wanting(Wanted.DOWN), stop, occasion);
      case Event.Restart(Reason reason) -> restart(managed.wanting(Wanted.UP), reason, occasion);
      case Event.Reset(Reason reason) -> reset(managed, reason, occasion);
      case Event.Reload ignored -> reload(managed);
      case Event.Send(Signal signal) -> send(managed, signal);
      case Event.Redefine redefine -> redefine(managed, redefine, occasion);
      case Event.Shutdown() -> shutdown(managed, occasion);
      case Event.TimeReached() -> timeReached(managed, occasion);
      case Event.Recovered recovered -> Comeback.step(managed, recovered, occasion);
      case Event.Fact fact ->
          managed.run().filter(fact.run()::equals).isPresent()
              ? Outcomes.step(managed, fact, occasion)
              : Step.ignored(managed);
    };
  }

  private static Step start(Managed managed, Reason reason, Occasion occasion) {
    return switch (managed.state()) {
      case State.Resting ignored -> launch(managed.with(Retries.NONE), reason, occasion);
      case State.Starting ignored -> Step.ignored(managed);
      case State.Running ignored -> Step.ignored(managed);
      case State.Stopping stopping -> comeBack(managed, stopping, reason);
    };
  }

  private static Step comeBack(Managed managed, State.Stopping stopping, Reason reason) {
    return follow(managed.with(Retries.NONE), stopping, new State.Then.Relaunch(), reason);
  }

  private static Step stop(Managed managed, Event.Stop stop, Occasion occasion) {
    StopRule rule = managed.definition().spec().rules().stop();
    StopRule within = stop.timeout().map(rule::within).orElse(rule);
    return switch (managed.state()) {
      case State.Stopped ignored -> Step.ignored(managed);
      case State.Resting ignored -> Step.of(managed.with(new State.Stopped(), stop.reason()));
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
      case State.Resting ignored -> launch(managed.with(Retries.NONE), reason, occasion);
      case State.Stopping stopping -> comeBack(managed, stopping, reason);
      case State.Starting ignored -> relaunch(managed, reason, occasion);
      case State.Running ignored -> relaunch(managed, reason, occasion);
    };
  }

  private static Step relaunch(Managed managed, Reason reason, Occasion occasion) {
    return end(managed.with(Retries.NONE), new State.Then.Relaunch(), reason, occasion);
  }

  private static Step reset(Managed managed, Reason reason, Occasion occasion) {
    Managed fresh = managed.with(Retries.NONE);
    return switch (managed.state()) {
      case State.BackingOff ignored -> ifWanted(fresh, reason, occasion);
      case State.Failed ignored -> ifWanted(fresh, reason, occasion);
      case State.Stopped ignored -> Step.of(fresh);
      case State.Completed ignored -> Step.of(fresh);
      case State.Starting ignored -> Step.of(fresh);
      case State.Running ignored -> Step.of(fresh);
      case State.Stopping ignored -> Step.of(fresh);
    };
  }

  private static Step ifWanted(Managed managed, Reason reason, Occasion occasion) {
    return managed.wanted() == Wanted.UP
        ? launch(managed, reason, occasion)
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
      case State.Running(RunId run, Identity ignored, Moment since) ->
          Step.of(managed, new Effect.SendTo(run, signal, StopRule.Scope.PROCESS));
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
    Managed changed = managed.as(redefine.definition());
    if (!redefine.restart()) {
      return Step.of(changed);
    }
    return switch (managed.state()) {
      case State.Starting ignored -> relaunch(changed, redefine.reason(), occasion);
      case State.Running ignored -> relaunch(changed, redefine.reason(), occasion);
      case State.Stopping ignored -> Step.of(changed);
      case State.Resting ignored -> Step.of(changed);
    };
  }

  private static Step shutdown(Managed managed, Occasion occasion) {
    Reason reason = new Reason("daemon_stopped", "stopped together with the daemon");
    return switch (managed.state()) {
      case State.BackingOff ignored -> Step.of(managed.with(new State.Stopped(), reason));
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
      case State.Stopped ignored -> new State.Then.Rest();
      case State.BackingOff ignored -> new State.Then.Rest();
      case State.Active ignored -> new State.Then.Rest();
    };
  }

  private static Step timeReached(Managed managed, Occasion occasion) {
    return switch (managed.state()) {
      case State.BackingOff(Moment until) ->
          until.reachedAt(occasion.now())
              ? launch(managed, managed.history().reason(), occasion)
              : Step.ignored(managed);
      case State.Stopping stopping ->
          stopping.killAt().reachedAt(occasion.now())
              ? kill(managed, stopping, occasion)
              : Step.ignored(managed);
      case State.Stopped ignored -> Step.ignored(managed);
      case State.Completed ignored -> Step.ignored(managed);
      case State.Failed ignored -> Step.ignored(managed);
      case State.Starting ignored -> Step.ignored(managed);
      case State.Running ignored -> Step.ignored(managed);
    };
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

  static Step launch(Managed managed, Reason reason, Occasion occasion) {
    State.Starting starting = new State.Starting(occasion.fresh());
    return Step.of(managed.started(starting, reason), new Effect.Launch(occasion.fresh()));
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

  private static Step follow(
      Managed managed, State.Stopping stopping, State.Then then, Reason reason) {
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
