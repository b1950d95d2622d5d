package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.ASKED;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OCCASION;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands of users do, said by hand beside the table. */
class LifecycleCommandTest {
  private static final State.Then REST = new State.Then.Rest();
  private static final State.Then RELAUNCH = new State.Then.Relaunch();
  private static final Moment IN_TEN = NOW.plus(Duration.ofSeconds(10));
  private static final Effect TERM = new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.TREE);

  private static List<State> resting() {
    return List.of(
        new State.Stopped(), Samples.backingOff(), new State.Completed(), new State.Failed());
  }

  private static List<State> activeButStopping() {
    return List.of(new State.Starting(RUN), Samples.running());
  }

  private static Step step(State state, Event event) {
    return Lifecycle.step(Samples.managed(state), event, OCCASION);
  }

  private static Event stop() {
    return new Event.Stop(ASKED, Optional.empty());
  }

  private static Event stopWithin(Duration timeout) {
    return new Event.Stop(ASKED, Optional.of(timeout));
  }

  private static Effect record(State.Then then, Instant deadline) {
    return new Effect.RecordStop(RUN, then, deadline);
  }

  @ParameterizedTest
  @MethodSource("resting")
  void startLaunchesWhateverRestsWithTheCountAnew(State state) {
    Managed down = Samples.managed(Samples.defined(), Wanted.DOWN, state);
    Step step = Lifecycle.step(down, new Event.Start(ASKED), OCCASION);
    assertThat(step.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(step.next().wanted()).isEqualTo(Wanted.UP);
    assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
    assertThat(step.next().history().restarts()).isEqualTo(8);
    assertThat(step.next().history().reason()).isEqualTo(ASKED);
    assertThat(step.effects()).containsExactly(new Effect.Launch(NEW));
  }

  @Test
  void theFirstStartIsNoRestart() {
    Managed fresh = Managed.defined(Samples.defined());
    assertThat(fresh.wanted()).isEqualTo(Wanted.DOWN);
    assertThat(fresh.state()).isEqualTo(new State.Stopped());
    assertThat(fresh.history().reason().code()).isEqualTo("defined");
    Step step = Lifecycle.step(fresh, new Event.Start(ASKED), OCCASION);
    assertThat(step.next().history().restarts()).isZero();
  }

  @ParameterizedTest
  @MethodSource("activeButStopping")
  void startOfWhatRunsChangesNothing(State state) {
    Step step = step(state, new Event.Start(ASKED));
    assertThat(step.next()).isEqualTo(Samples.managed(state));
    assertThat(step.effects()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resting")
  void stopOfWhatRestsNeedsNoEffect(State state) {
    Step step = step(state, stop());
    assertThat(step.next().state()).isEqualTo(new State.Stopped());
    assertThat(step.next().wanted()).isEqualTo(Wanted.DOWN);
    assertThat(step.effects()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("activeButStopping")
  void stopIsWrittenDownBeforeItsSignal(State state) {
    Step step = step(state, stop());
    Optional<Identity> leader = Samples.managed(state).identity();
    assertThat(step.next().state()).isEqualTo(new State.Stopping(RUN, leader, IN_TEN, REST));
    assertThat(step.next().wanted()).isEqualTo(Wanted.DOWN);
    assertThat(step.effects()).containsExactly(record(REST, IN_TEN.wall()), TERM);
  }

  @Test
  void stopWithAGraceTimeOfItsOwnKillsThen() {
    Step step = step(Samples.running(), stopWithin(Duration.ofSeconds(3)));
    assertThat(step.next().due()).contains(NOW.plus(Duration.ofSeconds(3)));
    assertThat(step.effects()).contains(TERM);
  }

  @Test
  void stopAtOnceKillsWithoutAsking() {
    Step step = step(Samples.running(), stopWithin(Duration.ZERO));
    Moment again = NOW.plus(Duration.ofSeconds(1));
    assertThat(step.next().due()).contains(again);
    assertThat(step.effects())
        .containsExactly(record(REST, again.wall()), new Effect.Sweep(RUN, StopRule.Scope.TREE));
  }

  @Test
  void aSecondStopMayHastenButNotDelay() {
    State stopping = Samples.stopping(RELAUNCH);
    Moment inThree = NOW.plus(Duration.ofSeconds(3));
    Step sooner = step(stopping, stopWithin(Duration.ofSeconds(3)));
    assertThat(sooner.next().due()).contains(inThree);
    assertThat(sooner.effects()).containsExactly(record(REST, inThree.wall()));
    Step later = step(stopping, stopWithin(Duration.ofSeconds(60)));
    assertThat(later.next().due()).contains(IN_TEN);
    assertThat(later.next().state()).isEqualTo(Samples.stopping(REST));
    assertThat(later.next().wanted()).isEqualTo(Wanted.DOWN);
  }

  @Test
  void stopAfterTheDeadlineWasMovedByAKillTakesTheRulesOwnTime() {
    State late =
        new State.Stopping(RUN, Optional.empty(), NOW.plus(Duration.ofMinutes(5)), RELAUNCH);
    assertThat(step(late, stop()).next().due()).contains(IN_TEN);
  }

  @Test
  void restartStopsThenLaunches() {
    Step step = step(Samples.running(), new Event.Restart(ASKED));
    assertThat(step.next().state()).isEqualTo(Samples.stopping(RELAUNCH));
    assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
    assertThat(step.effects()).containsExactly(record(RELAUNCH, IN_TEN.wall()), TERM);
    Step gone = Lifecycle.step(step.next(), new Event.Gone(RUN, Samples.exit(0)), OCCASION);
    assertThat(gone.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(gone.next().history().reason()).isEqualTo(ASKED);
  }

  @ParameterizedTest
  @MethodSource("resting")
  void restartOfWhatRestsStarts(State state) {
    Step step = step(state, new Event.Restart(ASKED));
    assertThat(step.effects()).containsExactly(new Effect.Launch(NEW));
    assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
  }

  @Test
  void startWhileItIsStoppedLeavesTheStopAndLaunchesAfterwards() {
    Managed stopping = Samples.managed(Samples.defined(), Wanted.DOWN, Samples.stopping(REST));
    Step step = Lifecycle.step(stopping, new Event.Start(ASKED), OCCASION);
    assertThat(step.next().state()).isEqualTo(Samples.stopping(RELAUNCH));
    assertThat(step.next().wanted()).isEqualTo(Wanted.UP);
    assertThat(step.effects()).containsExactly(record(RELAUNCH, IN_TEN.wall()));
  }

  /** Started by hand while a crashed run's leftovers were ended, it gave up one crash later. */
  @Test
  void startOrRestartWhileStoppingBeginsTheRetriesAnew() {
    State judging = Samples.stopping(new State.Then.Judge(Samples.exit(1)));
    for (Event event : List.of(new Event.Start(ASKED), new Event.Restart(ASKED))) {
      Step step = step(judging, event);
      assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
      assertThat(step.next().state()).isEqualTo(Samples.stopping(RELAUNCH));
    }
  }

  @Test
  void resetStartsWhatFailedOrWaitsIfItIsWanted() {
    for (State state : List.of(Samples.backingOff(), new State.Failed())) {
      Step wanted = step(state, new Event.Reset(ASKED));
      assertThat(wanted.effects()).containsExactly(new Effect.Launch(NEW));
      assertThat(wanted.next().history().retries()).isEqualTo(Retries.NONE);
      Managed down = Samples.managed(Samples.defined(), Wanted.DOWN, state);
      Step unwanted = Lifecycle.step(down, new Event.Reset(ASKED), OCCASION);
      assertThat(unwanted.effects()).isEmpty();
      assertThat(unwanted.next().state()).isEqualTo(new State.Stopped());
    }
  }

  @Test
  void resetOfAnythingElseOnlyForgets() {
    State judging = Samples.stopping(new State.Then.Judge(Samples.exit(1)));
    for (State state :
        List.of(
            new State.Stopped(),
            new State.Completed(),
            new State.Starting(RUN),
            Samples.running(),
            judging)) {
      Step step = step(state, new Event.Reset(ASKED));
      assertThat(step.next().state()).isEqualTo(state);
      assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
      assertThat(step.effects()).isEmpty();
    }
  }

  @Test
  void resetWhileLeftoversAreEndedGivesTheNextCrashAllRetriesAgain() {
    State judging = Samples.stopping(new State.Then.Judge(Samples.exit(1)));
    Managed reset = step(judging, new Event.Reset(ASKED)).next();
    Step gone = Lifecycle.step(reset, new Event.Gone(RUN, Samples.exit(1)), OCCASION);
    assertThat(gone.next().history().retries().consecutive()).isEqualTo(1);
    assertThat(gone.next().due()).contains(NOW.plus(Duration.ofSeconds(5)));
  }

  @Test
  void reloadIsASignalOrACommandOrRefused() {
    Event reload = new Event.Reload(ASKED);
    Definition bySignal = Samples.reloadedBy(new ProcessSpec.Reload.BySignal(Signal.HUP));
    Managed running = Samples.managed(bySignal, Wanted.UP, Samples.running());
    assertThat(Lifecycle.step(running, reload, OCCASION).effects())
        .containsExactly(new Effect.SendTo(RUN, Signal.HUP, StopRule.Scope.PROCESS));
    Definition byCommand =
        Samples.reloadedBy(new ProcessSpec.Reload.ByCommand(List.of("/bin/true")));
    Step command = Lifecycle.step(running.as(byCommand), reload, OCCASION);
    assertThat(command.effects()).containsExactly(new Effect.RunReload(RUN));
    assertThat(command.next().state()).isEqualTo(Samples.running());
    assertThat(step(Samples.running(), reload).refusal().orElseThrow().code())
        .isEqualTo("no_reload");
    for (State state :
        List.of(new State.Starting(RUN), Samples.stopping(REST), new State.Failed())) {
      Reason refusal = step(state, reload).refusal().orElseThrow();
      assertThat(refusal.code()).isEqualTo("not_running");
      assertThat(refusal.text()).isEqualTo("web is not running (" + state.word() + ")");
    }
  }

  @Test
  void signalsGoToTheLeaderOfARunThatIsOrWasRunning() {
    Event send = new Event.Send(Signal.HUP);
    Effect sent = new Effect.SendTo(RUN, Signal.HUP, StopRule.Scope.PROCESS);
    assertThat(step(Samples.running(), send).effects()).containsExactly(sent);
    assertThat(step(Samples.stopping(REST), send).effects()).containsExactly(sent);
    assertThat(step(new State.Starting(RUN), send).refusal()).isPresent();
    assertThat(step(Samples.backingOff(), send).refusal()).isPresent();
  }

  @Test
  void redefineKeepsEverythingElseUnlessItNeedsARestart() {
    Definition changed = Samples.keepingLeftovers();
    for (State state : List.of(new State.Starting(RUN), Samples.running(), Samples.backingOff())) {
      Step step = step(state, new Event.Redefine(changed, false, ASKED));
      assertThat(step.next()).isEqualTo(Samples.managed(state).as(changed));
      assertThat(step.effects()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("activeButStopping")
  void redefineWithRestartEndsTheOldRunAndLaunchesTheNewDefinition(State state) {
    Definition changed = Samples.succeedingWith(new ExitMatch.Codes(3, 3));
    Step step = step(state, new Event.Redefine(changed, true, ASKED));
    assertThat(step.next().definition()).isEqualTo(changed);
    assertThat(step.next().state())
        .isEqualTo(new State.Stopping(RUN, Samples.managed(state).identity(), IN_TEN, RELAUNCH));
    assertThat(step.effects()).containsExactly(record(RELAUNCH, IN_TEN.wall()), TERM);
  }

  @Test
  void redefineOfWhatRestsOrEndsAlreadyStartsNothing() {
    Definition changed = Samples.keepingLeftovers();
    for (State state : List.of(Samples.stopping(REST), Samples.backingOff(), new State.Stopped())) {
      Step step = step(state, new Event.Redefine(changed, true, ASKED));
      assertThat(step.next()).isEqualTo(Samples.managed(state).as(changed));
      assertThat(step.effects()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("activeButStopping")
  void shutdownStopsAndLeavesWhatIsWanted(State state) {
    Step step = step(state, new Event.Shutdown());
    assertThat(step.next().wanted()).isEqualTo(Wanted.UP);
    assertThat(step.next().history().reason().code()).isEqualTo("daemon_stopped");
    assertThat(step.effects()).containsExactly(record(REST, IN_TEN.wall()), TERM);
  }

  @Test
  void shutdownLeavesWhatRestsForGood() {
    for (State state : List.of(new State.Stopped(), new State.Completed(), new State.Failed())) {
      Step step = step(state, new Event.Shutdown());
      assertThat(step.next()).isEqualTo(Samples.managed(state));
      assertThat(step.effects()).isEmpty();
    }
  }

  /** While the daemon waited for the slowest to stop, a back-off ran out and a run outlived it. */
  @Test
  void aProcessThatBacksOffIsNotStartedWhileTheDaemonEnds() {
    Managed ended = step(Samples.backingOff(), new Event.Shutdown()).next();
    assertThat(ended.state()).isEqualTo(new State.Stopped());
    assertThat(ended.wanted()).isEqualTo(Wanted.UP);
    Occasion later = Samples.at(Duration.ofSeconds(10));
    assertThat(Lifecycle.step(ended, new Event.TimeReached(), later).effects()).isEmpty();
    Event back = new Event.Recovered(new Event.Found.Nothing(), false);
    assertThat(Lifecycle.step(ended, back, later).effects()).contains(new Effect.Launch(NEW));
  }

  @Test
  void shutdownDuringARestartOnlyStops() {
    for (State.Then then : List.of(RELAUNCH, REST, new State.Then.Judge(Samples.exit(1)))) {
      Step step = step(Samples.stopping(then), new Event.Shutdown());
      assertThat(step.next().state()).isEqualTo(Samples.stopping(REST));
      assertThat(step.effects()).containsExactly(record(REST, IN_TEN.wall()));
    }
  }

  /** A job that had ended well ran again at the next start, since its leftovers were ended late. */
  @Test
  void shutdownLeavesWhatIsDecidedToStayCompletedOrFailed() {
    for (State.Then then :
        List.of(
            new State.Then.Judge(Samples.exit(0)),
            new State.Then.Judge(Samples.exit(78)),
            new State.Then.GiveUp(Samples.TOO_MUCH))) {
      Step step = step(Samples.stopping(then), new Event.Shutdown());
      assertThat(step.next().state()).isEqualTo(Samples.stopping(then));
    }
  }
}
