package dev.sentinelzero.process;

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
      case Event.Found.Launching(RunId run) ->
          wantedStill(managed.with(new State.Starting(run), managed.history().reason()), occasion);
      case Event.Found.Alive alive -> alive(managed, alive, occasion);
      case Event.Found.LeftBehind(RunId run, ExitReport report, Optional<State.Then> stopping) ->
          Outcomes.step(
              resumed(managed, run, stopping, occasion), new Event.Ended(run, report), occasion);
      case Event.Found.Over over -> over(managed, over, rebooted, occasion);
    };
  }

  private static Step alive(Managed managed, Event.Found.Alive alive, Occasion occasion) {
    Managed running =
        managed.with(
            new State.Running(alive.run(), alive.identity(), alive.since()),
            managed.history().reason());
    if (alive.stopping().isEmpty()) {
      return wantedStill(running, occasion);
    }
    State.Then then = then(managed, alive.stopping().orElseThrow());
    return Lifecycle.end(running, then, managed.history().reason(), occasion);
  }

  /** A stop whose first signal was not recorded yet is begun again. */
  private static Step wantedStill(Managed managed, Occasion occasion) {
    return managed.wanted() == Wanted.UP
        ? Step.of(managed)
        : Lifecycle.end(managed, new State.Then.Rest(), managed.history().reason(), occasion);
  }

  private static Managed resumed(
      Managed managed, RunId run, Optional<State.Then> stopping, Occasion occasion) {
    State state =
        stopping
            .<State>map(
                then ->
                    new State.Stopping(
                        run,
                        Optional.empty(),
                        occasion.now().plus(managed.definition().spec().rules().stop().timeout()),
                        then(managed, then)))
            .orElseGet(() -> new State.Starting(run));
    return managed.with(state, managed.history().reason());
  }

  /** What was stopped together with an earlier daemon, but is wanted, comes back. */
  private static State.Then then(Managed managed, State.Then before) {
    return before instanceof State.Then.Rest && managed.wanted() == Wanted.UP
        ? new State.Then.Relaunch()
        : before;
  }

  private static Step over(
      Managed managed, Event.Found.Over over, boolean rebooted, Occasion occasion) {
    boolean known =
        managed.state() instanceof State.Resting
            && managed.history().last().filter(last -> last.run().equals(over.run())).isPresent();
    if (known) {
      return rest(managed, rebooted, occasion);
    }
    if (rebooted && over.report().exit() instanceof Exit.Unknown) {
      Managed gone = managed.with(new Managed.Last(over.run(), over.report()));
      return rest(gone.with(new State.Stopped(), gone.history().reason()), true, occasion);
    }
    return Outcomes.step(
        resumed(managed, over.run(), over.stopping(), occasion),
        new Event.Gone(over.run(), over.report()),
        occasion);
  }

  /** Nothing runs: what is wanted up and merely not running is started. */
  private static Step rest(Managed managed, boolean rebooted, Occasion occasion) {
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
          case State.Stopped ignored -> false;
          case State.Active ignored -> false;
        };
    return stays
        ? Step.ignored(managed)
        : Lifecycle.launch(managed.with(Retries.NONE), RESUMED, occasion);
  }
}
