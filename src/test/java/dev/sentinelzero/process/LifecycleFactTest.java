package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.LEADER;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OCCASION;
import static dev.sentinelzero.process.Samples.OLD;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What facts and timers do, said by hand beside the table. */
class LifecycleFactTest {
  private static final State.Then REST = new State.Then.Rest();
  private static final State.Then RELAUNCH = new State.Then.Relaunch();
  private static final Duration TEN = Duration.ofSeconds(10);

  private static Step step(State state, Event event) {
    return Lifecycle.step(Samples.managed(state), event, OCCASION);
  }

  private static Step step(Definition definition, State state, Event event) {
    return Lifecycle.step(Samples.managed(definition, Wanted.UP, state), event, OCCASION);
  }

  private static Event gone(ExitReport report) {
    return new Event.Gone(RUN, report);
  }

  private static Event ended(ExitReport report) {
    return new Event.Ended(RUN, report);
  }

  private static Definition signalling(StopRule.Scope scope) {
    return Samples.stoppedBy(StopRule.DEFAULT.to(scope));
  }

  @Test
  void execMakesItRunningFromNowOn() {
    Step step = step(new State.Starting(RUN), new Event.Execed(RUN, LEADER));
    assertThat(step.next().state()).isEqualTo(new State.Running(RUN, LEADER, NOW, Vitals.NONE));
    assertThat(step.next().history().reason()).isEqualTo(Samples.BEFORE);
    assertThat(step.effects()).isEmpty();
  }

  @Test
  void execAfterTheStopSendsTheSignalAgain() {
    State early = new State.Stopping(RUN, Optional.empty(), NOW.plus(TEN), REST);
    Step step = step(signalling(StopRule.Scope.GROUP), early, new Event.Execed(RUN, LEADER));
    assertThat(step.next().state()).isEqualTo(Samples.stopping(REST));
    assertThat(step.effects())
        .containsExactly(new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.GROUP));
  }

  /** A program that takes a second SIGTERM for "now!" was cut short by a repeated exec. */
  @Test
  void execToldAgainDoesNotSendTheStopSignalTwice() {
    Step stopping = step(Samples.stopping(REST), new Event.Execed(RUN, LEADER));
    assertThat(stopping.effects()).isEmpty();
    Step running = step(Samples.running(), new Event.Execed(RUN, LEADER));
    assertThat(running.next()).isEqualTo(Samples.managed(Samples.running()));
  }

  @Test
  void factsAboutOtherRunsAreDropped() {
    for (State state :
        List.of(new State.Starting(RUN), Samples.running(), Samples.stopping(REST))) {
      for (Event fact :
          List.of(
              new Event.Execed(OLD, LEADER),
              new Event.Ended(OLD, Samples.exit(1)),
              new Event.Gone(OLD, Samples.exit(1)),
              new Event.KeeperLost(OLD),
              new Event.Exceeded(OLD, Samples.TOO_MUCH),
              new Event.Survived(OLD, List.of(1L)))) {
        assertThat(step(state, fact)).isEqualTo(Step.ignored(Samples.managed(state)));
      }
    }
  }

  @Test
  void noStateWithoutARunIsAskedAboutAFact() {
    assertThatThrownBy(
            () ->
                Outcomes.step(
                    Samples.managed(new State.Stopped()), new Event.Execed(RUN, LEADER), OCCASION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Stopped");
  }

  @Test
  void theEndIsJudgedByThePolicyAndToldToTheHookFirst() {
    for (State state : List.of(new State.Starting(RUN), Samples.running())) {
      Step failed = step(state, gone(Samples.exit(1)));
      assertThat(failed.next().due()).contains(NOW.plus(Duration.ofMillis(7500)));
      assertThat(failed.next().history().retries().consecutive()).isEqualTo(2);
      assertThat(failed.next().history().reason().code()).isEqualTo("restart");
      assertThat(failed.next().history().last()).contains(new Managed.Last(RUN, Samples.exit(1)));
      assertThat(failed.effects()).containsExactly(new Effect.AfterExit(RUN, Samples.exit(1)));

      assertThat(step(state, gone(Samples.exit(0))).next().state())
          .isEqualTo(new State.Completed());
      assertThat(step(state, gone(Samples.exit(78))).next().state()).isEqualTo(new State.Failed());

      ExitReport longRun = Samples.exit(1, Duration.ofSeconds(20));
      Step atOnce = step(state, gone(longRun));
      assertThat(atOnce.next().state()).isEqualTo(new State.Starting(NEW));
      assertThat(atOnce.effects())
          .containsExactly(new Effect.AfterExit(RUN, longRun), new Effect.Launch(NEW));
    }
  }

  @Test
  void theProcessesOwnSuccessExitsCount() {
    Definition three = Samples.succeedingWith(new ExitMatch.Codes(3, 3));
    assertThat(step(three, Samples.running(), gone(Samples.exit(3))).next().state())
        .isEqualTo(new State.Completed());
  }

  @Test
  void retriesThatRanOutAreTriedSlowlyWithRetryEvery() {
    RestartPolicy.Budget budget =
        new RestartPolicy.Budget(
            1, Optional.empty(), Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(15)));
    RestartPolicy slow =
        new RestartPolicy(
            RestartPolicy.Restart.ALWAYS,
            List.of(),
            List.of(),
            List.of(),
            budget,
            Samples.POLICY.pause());
    Occasion occasion = new Occasion(NOW, NEW, 0.5, slow, new Dependence.Met());
    Step step = Lifecycle.step(Samples.managed(Samples.running()), gone(Samples.exit(1)), occasion);
    assertThat(step.next().due()).contains(NOW.plus(Duration.ofMinutes(15)));
    assertThat(step.next().history().retries().consecutive()).isEqualTo(1);
    assertThat(step.next().history().reason().code()).isEqualTo("retry_every");
  }

  @Test
  void whatIsNotWantedIsStoppedAfterItsEnd() {
    Managed down = Samples.managed(Samples.defined(), Wanted.DOWN, Samples.running());
    Step step = Lifecycle.step(down, gone(Samples.exit(1)), OCCASION);
    assertThat(step.next().state()).isEqualTo(new State.Stopped());
    assertThat(step.next().history().reason())
        .isEqualTo(new Reason("not_wanted", "exit code 1; it is not wanted up"));
  }

  @Test
  void leftoversGetTheStopSequenceBeforeThePolicyDecides() {
    for (State state : List.of(new State.Starting(RUN), Samples.running())) {
      Step step = step(state, ended(Samples.exit(1)));
      State.Then judge = new State.Then.Judge(Samples.exit(1));
      Optional<Identity> leader = Samples.managed(state).identity();
      assertThat(step.next().state())
          .isEqualTo(new State.Stopping(RUN, leader, NOW.plus(TEN), judge));
      assertThat(step.next().history().reason())
          .isEqualTo(new Reason("leftovers", "exit code 1; what it left behind has 10s"));
      assertThat(step.effects())
          .containsExactly(
              new Effect.AfterExit(RUN, Samples.exit(1)),
              new Effect.RecordStop(RUN, judge, NOW.plus(TEN).wall()),
              new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.TREE));

      Step gone = Lifecycle.step(step.next(), gone(Samples.exit(1)), OCCASION);
      assertThat(gone.next().state()).isInstanceOf(State.BackingOff.class);
      assertThat(gone.effects()).as("the hook ran already").isEmpty();
    }
  }

  /** With scope: process nobody asked the leftovers to end; they waited for SIGKILL. */
  @Test
  void leftoversAreAskedToEndWhateverTheScopeOfTheStop() {
    Effect toAll = new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.TREE);
    for (StopRule.Scope scope : List.of(StopRule.Scope.PROCESS, StopRule.Scope.GROUP)) {
      Definition narrow = signalling(scope);
      assertThat(step(narrow, Samples.running(), ended(Samples.exit(1))).effects()).contains(toAll);
      Step stopping = step(narrow, Samples.stopping(REST), ended(Samples.exit(1)));
      assertThat(stopping.next().state()).isEqualTo(Samples.stopping(REST));
      assertThat(stopping.effects())
          .containsExactly(new Effect.AfterExit(RUN, Samples.exit(1)), toAll);
      Step again = Lifecycle.step(stopping.next(), ended(Samples.exit(1)), OCCASION);
      assertThat(again.effects()).isEmpty();
    }
    Step tree = step(Samples.stopping(REST), ended(Samples.exit(1)));
    assertThat(tree.effects()).containsExactly(new Effect.AfterExit(RUN, Samples.exit(1)));
  }

  @Test
  void keptLeftoversHoldNobodyUp() {
    Definition keep = Samples.keepingLeftovers();
    Step crashed = step(keep, Samples.running(), ended(Samples.exit(1)));
    assertThat(crashed.next().state()).isInstanceOf(State.BackingOff.class);
    Step stopped = step(keep, Samples.stopping(REST), ended(Samples.exit(1)));
    assertThat(stopped.next().state()).isEqualTo(new State.Stopped());
    Step restarted = step(keep, Samples.stopping(RELAUNCH), ended(Samples.exit(1)));
    assertThat(restarted.effects()).endsWith(new Effect.Launch(NEW));
  }

  @Test
  void theStopFollowsItsSequelWhenNothingIsLeft() {
    assertThat(step(Samples.stopping(REST), gone(Samples.exit(1))).next().state())
        .isEqualTo(new State.Stopped());
    Step relaunched = step(Samples.stopping(RELAUNCH), gone(Samples.exit(1)));
    assertThat(relaunched.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(relaunched.next().history().restarts()).isEqualTo(8);
    State giveUp = Samples.stopping(new State.Then.GiveUp(Samples.TOO_MUCH));
    Step failed = step(giveUp, gone(Samples.exit(1)));
    assertThat(failed.next().state()).isEqualTo(new State.Failed());
    assertThat(failed.next().history().reason()).isEqualTo(Samples.TOO_MUCH);
    assertThat(failed.next().wanted()).isEqualTo(Wanted.UP);
  }

  @Test
  void aLostKeeperIsReplaced() {
    for (State state :
        List.of(new State.Starting(RUN), Samples.running(), Samples.stopping(REST))) {
      Step step = step(state, new Event.KeeperLost(RUN));
      assertThat(step.effects()).containsExactly(new Effect.TakeOver(RUN));
      assertThat(step.next()).isEqualTo(Samples.managed(state));
    }
  }

  @Test
  void anExceededLimitRestartsStopsOrWarns() {
    Event exceeded = new Event.Exceeded(RUN, Samples.TOO_MUCH);
    State running = Samples.running();
    Step restart = step(Samples.whenExceeded(ProcessSpec.OnExceeded.RESTART), running, exceeded);
    assertThat(restart.next().state()).isEqualTo(Samples.stopping(RELAUNCH));
    assertThat(restart.next().history().reason()).isEqualTo(Samples.TOO_MUCH);
    assertThat(restart.effects()).hasSize(2);
    Step stop = step(Samples.whenExceeded(ProcessSpec.OnExceeded.STOP), running, exceeded);
    assertThat(stop.next().state())
        .isEqualTo(Samples.stopping(new State.Then.GiveUp(Samples.TOO_MUCH)));
    assertThat(stop.next().wanted()).isEqualTo(Wanted.UP);
    Definition warned = Samples.whenExceeded(ProcessSpec.OnExceeded.WARN);
    assertThat(step(warned, running, exceeded))
        .isEqualTo(Step.ignored(Samples.managed(warned, Wanted.UP, running)));
    assertThat(step(new State.Starting(RUN), exceeded).effects()).isEmpty();
    assertThat(step(Samples.stopping(REST), exceeded).next().state())
        .isEqualTo(Samples.stopping(REST));
  }

  @Test
  void survivorsAreNamedWhileTheStopGoesOn() {
    Event survived = new Event.Survived(RUN, List.of(4711L, 4712L));
    Step step = step(Samples.stopping(REST), survived);
    assertThat(step.next().state()).isEqualTo(Samples.stopping(REST));
    assertThat(step.next().history().reason())
        .isEqualTo(new Reason("survivors", "SIGKILL was sent, and still alive: pids [4711, 4712]"));
    assertThat(step(Samples.running(), survived).next().history().reason())
        .isEqualTo(Samples.BEFORE);
    assertThat(step(new State.Starting(RUN), survived).next().history().reason())
        .isEqualTo(Samples.BEFORE);
  }

  /** `why` of a stopped process said for ever that pids were still alive. */
  @Test
  void survivorsThatAreGoneAtLastAreNotTheReasonOfTheNextState() {
    Event survived = new Event.Survived(RUN, List.of(4711L));
    for (State.Then then : List.of(REST, RELAUNCH)) {
      Managed stuck = step(Samples.stopping(then), survived).next();
      Step gone = Lifecycle.step(stuck, gone(Samples.exit(1)), OCCASION);
      assertThat(gone.next().history().reason())
          .isEqualTo(new Reason("survivors_gone", "what had survived SIGKILL is gone"));
    }
  }

  @Test
  void theBackOffEndsInALaunchForTheSameReason() {
    Event time = new Event.TimeReached();
    Managed waiting = Samples.managed(Samples.backingOff());
    Step early = Lifecycle.step(waiting, time, Samples.at(Duration.ofNanos(4_999_999_999L)));
    assertThat(early).isEqualTo(Step.ignored(waiting));
    Step due = Lifecycle.step(waiting, time, Samples.at(Duration.ofSeconds(5)));
    assertThat(due.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(due.next().history().reason()).isEqualTo(Samples.BEFORE);
    assertThat(due.next().history().retries()).isEqualTo(waiting.history().retries());
    assertThat(due.effects()).containsExactly(new Effect.Launch(NEW));
  }

  @Test
  void whatDoesNotEndInTimeIsKilledAgainAndAgain() {
    Event time = new Event.TimeReached();
    Managed stopping = Samples.managed(Samples.stopping(REST));
    assertThat(Lifecycle.step(stopping, time, Samples.at(Duration.ofSeconds(9))))
        .isEqualTo(Step.ignored(stopping));
    Step kill = Lifecycle.step(stopping, time, Samples.at(TEN));
    assertThat(kill.effects()).containsExactly(new Effect.Sweep(RUN, StopRule.Scope.TREE));
    assertThat(kill.next().due()).contains(NOW.plus(Duration.ofSeconds(11)));
    Step again = Lifecycle.step(kill.next(), time, Samples.at(Duration.ofSeconds(11)));
    assertThat(again.effects()).containsExactly(new Effect.Sweep(RUN, StopRule.Scope.TREE));
  }

  @Test
  void theKillIsForTheWholeTreeUnlessLeftoversAreKept() {
    StopRule narrow = StopRule.DEFAULT.to(StopRule.Scope.PROCESS);
    assertThat(Lifecycle.killScope(narrow)).isEqualTo(StopRule.Scope.TREE);
    StopRule keeping =
        new StopRule(Signal.TERM, TEN, StopRule.Scope.PROCESS, StopRule.Leftovers.KEEP);
    assertThat(Lifecycle.killScope(keeping)).isEqualTo(StopRule.Scope.PROCESS);
  }

  @Test
  void timeMeansNothingToOtherStates() {
    Occasion later = Samples.at(Duration.ofDays(1));
    for (State state :
        List.of(
            new State.Stopped(),
            new State.Completed(),
            new State.Failed(),
            new State.Starting(RUN),
            Samples.running())) {
      Managed managed = Samples.managed(state);
      assertThat(Lifecycle.step(managed, new Event.TimeReached(), later))
          .isEqualTo(Step.ignored(managed));
      assertThat(managed.due()).isEmpty();
    }
  }
}
