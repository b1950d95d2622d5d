package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.LEADER;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OCCASION;
import static dev.sentinelzero.process.Samples.OLD;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a daemon that comes up does about what it finds, said by hand beside the table. */
class ComebackTest {
  private static final State.Then REST = new State.Then.Rest();
  private static final State.Then RELAUNCH = new State.Then.Relaunch();
  private static final State.Then GIVE_UP = new State.Then.GiveUp(Samples.TOO_MUCH);
  private static final Moment SINCE = NOW.plus(Duration.ofMinutes(-3));
  private static final ExitReport UNSEEN =
      new ExitReport(new Exit.Unknown(), NOW.wall(), Duration.ZERO);

  private static Step found(Managed managed, Event.Found found) {
    return Lifecycle.step(managed, new Event.Recovered(found, false), OCCASION);
  }

  private static Step rebooted(Managed managed, Event.Found found) {
    return Lifecycle.step(managed, new Event.Recovered(found, true), OCCASION);
  }

  private static Managed up(State state) {
    return Samples.managed(state);
  }

  private static Managed down(State state) {
    return Samples.managed(Samples.defined(), Wanted.DOWN, state);
  }

  private static Event.Found alive(State.Then... then) {
    return new Event.Found.Alive(RUN, LEADER, SINCE, List.of(then).stream().findFirst());
  }

  private static Event.Found over(RunId run, State.Then... then) {
    return new Event.Found.Over(run, Samples.exit(1), List.of(then).stream().findFirst());
  }

  private static State.Then then(Step step) {
    return ((State.Stopping) step.next().state()).then();
  }

  @Test
  void whatRunsIsTakenUpAsItIs() {
    for (State state : List.of(new State.Starting(RUN), Samples.running(), new State.Stopped())) {
      Step step = found(up(state), alive());
      assertThat(step.next().state()).isEqualTo(new State.Running(RUN, LEADER, SINCE, Vitals.NONE));
      assertThat(step.next().history().restarts()).isEqualTo(7);
      assertThat(step.effects()).isEmpty();
    }
  }

  @Test
  void whatRunsThoughItIsNotWantedIsStopped() {
    Step step = found(down(new State.Stopped()), alive());
    assertThat(then(step)).isEqualTo(REST);
    assertThat(step.effects()).hasSize(2);
    Step early = found(down(new State.Starting(RUN)), new Event.Found.Launching(RUN));
    assertThat(then(early)).isEqualTo(REST);
  }

  @Test
  void aStopThatWasUnderWayIsBegunAgain() {
    assertThat(then(found(up(Samples.running()), alive(RELAUNCH)))).isEqualTo(RELAUNCH);
    assertThat(then(found(up(Samples.running()), alive(GIVE_UP)))).isEqualTo(GIVE_UP);
    assertThat(then(found(down(Samples.running()), alive(REST)))).isEqualTo(REST);
    Step step = found(up(Samples.running()), alive(RELAUNCH));
    assertThat(step.next().due()).contains(NOW.plus(Duration.ofSeconds(10)));
    assertThat(step.effects())
        .containsExactly(
            new Effect.RecordStop(RUN, RELAUNCH, NOW.plus(Duration.ofSeconds(10)).wall()),
            new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.TREE));
  }

  @Test
  void whatWasStoppedTogetherWithTheDaemonComesBack() {
    assertThat(then(found(up(Samples.stopping(REST)), alive(REST)))).isEqualTo(RELAUNCH);
    Step over = found(up(Samples.stopping(REST)), over(RUN, REST));
    assertThat(over.effects()).endsWith(new Effect.Launch(NEW));
  }

  /** Stopped during a restart, then a crash of the daemon: the process came back. */
  @Test
  void aRestartThatAStopOvertookIsNotResumed() {
    Managed managed = down(Samples.stopping(REST));
    assertThat(then(found(managed, alive(RELAUNCH)))).isEqualTo(REST);
    Step over = found(managed, over(RUN, RELAUNCH));
    assertThat(over.next().state()).isEqualTo(new State.Stopped());
    assertThat(over.effects()).containsExactly(new Effect.AfterExit(RUN, Samples.exit(1)));
    assertThat(found(managed, over(RUN, GIVE_UP)).next().state()).isEqualTo(new State.Stopped());
  }

  /** The stop could not be written beside the run: a half-done restart was adopted as healthy. */
  @Test
  void aStopThatOnlyTheStateKnowsIsResumed() {
    assertThat(then(found(up(Samples.stopping(GIVE_UP)), alive()))).isEqualTo(GIVE_UP);
    Event.Found launching = new Event.Found.Launching(RUN);
    Step step = found(up(Samples.stopping(RELAUNCH)), launching);
    assertThat(then(step)).isEqualTo(RELAUNCH);
    assertThat(step.effects()).hasSize(2);
    assertThat(found(up(Samples.stopping(GIVE_UP)), over(RUN)).next().state())
        .isEqualTo(new State.Failed());
    assertThat(found(up(Samples.stopping(RELAUNCH)), alive(GIVE_UP)).next().state())
        .as("the run directory is the truth")
        .isEqualTo(Samples.stopping(GIVE_UP));
  }

  @Test
  void aStopOfAnotherRunIsNotThisOnes() {
    Event.Found other = new Event.Found.Alive(OLD, LEADER, SINCE, Optional.empty());
    assertThat(found(up(Samples.stopping(RELAUNCH)), other).next().state())
        .isEqualTo(new State.Running(OLD, LEADER, SINCE, Vitals.NONE));
  }

  @Test
  void aKeeperThatHasNotComeToTheExecIsWaitedFor() {
    Step step = found(up(new State.Starting(RUN)), new Event.Found.Launching(RUN));
    assertThat(step.next().state()).isEqualTo(new State.Starting(RUN));
    assertThat(step.effects()).isEmpty();
  }

  @Test
  void aRunThatNeverBeganIsReplaced() {
    for (Event.Found found : List.of(new Event.Found.NeverRan(RUN), new Event.Found.Nothing())) {
      for (State state : List.of(new State.Starting(RUN), Samples.running())) {
        Step step = found(up(state), found);
        assertThat(step.next().state()).isEqualTo(new State.Starting(NEW));
        assertThat(step.next().history().reason().code()).isEqualTo("resumed");
        Step unwanted = found(down(state), found);
        assertThat(unwanted.next().state()).isEqualTo(new State.Stopped());
        assertThat(unwanted.effects()).isEmpty();
      }
    }
  }

  @Test
  void whatRestsStaysAsItIsUnlessItIsMerelyStopped() {
    Event.Found nothing = new Event.Found.Nothing();
    for (State state : List.of(new State.Completed(), new State.Failed(), Samples.backingOff())) {
      assertThat(found(up(state), nothing)).isEqualTo(Step.ignored(up(state)));
      Step after = rebooted(up(state), nothing);
      assertThat(after.effects()).containsExactly(new Effect.Launch(NEW));
      assertThat(after.next().history().retries()).isEqualTo(Retries.NONE);
    }
    assertThat(found(up(new State.Stopped()), nothing).effects())
        .containsExactly(new Effect.Launch(NEW));
    assertThat(rebooted(down(new State.Stopped()), nothing))
        .isEqualTo(Step.ignored(down(new State.Stopped())));
  }

  @Test
  void anExitThatNobodyWasToldOfIsJudged() {
    Step step = found(up(Samples.running()), over(RUN));
    assertThat(step.next().state()).isInstanceOf(State.BackingOff.class);
    assertThat(step.next().history().retries().consecutive()).isEqualTo(2);
    assertThat(step.effects()).containsExactly(new Effect.AfterExit(RUN, Samples.exit(1)));
  }

  @Test
  void anExitThatIsKnownIsNotJudgedAgain() {
    for (State state : List.of(new State.Completed(), new State.Failed(), Samples.backingOff())) {
      assertThat(found(up(state), over(RUN))).isEqualTo(Step.ignored(up(state)));
    }
  }

  /** Killed during a hook before the start, the daemon judged the run before instead. */
  @Test
  void aStartThatNeverBeganIsNotAnsweredByTheExitOfTheRunBefore() {
    Managed starting = up(new State.Starting(RUN));
    Step step = found(starting, over(OLD));
    assertThat(step.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(step.next().history().reason().code()).isEqualTo("resumed");
    Step stopped = found(down(new State.Starting(RUN)), over(OLD));
    assertThat(stopped.next().state()).isEqualTo(new State.Stopped());
  }

  @Test
  void anExitWhoseLeftoversWereBeingEndedIsJudgedOnce() {
    State judging = Samples.stopping(new State.Then.Judge(Samples.exit(1)));
    Managed told = up(judging).with(new Managed.Last(RUN, Samples.exit(1)));
    Step step = found(told, over(RUN, new State.Then.Judge(Samples.exit(1))));
    assertThat(step.next().history().retries().consecutive()).isEqualTo(2);
    assertThat(step.effects()).as("the hook ran already").isEmpty();
  }

  @Test
  void leftoversAreEndedFirst() {
    Event.Found left = new Event.Found.LeftBehind(RUN, Samples.exit(1), Optional.empty());
    Step step = found(up(Samples.running()), left);
    assertThat(then(step)).isEqualTo(new State.Then.Judge(Samples.exit(1)));
    assertThat(step.effects()).contains(new Effect.SendTo(RUN, Signal.TERM, StopRule.Scope.TREE));
    Event.Found stopping = new Event.Found.LeftBehind(RUN, Samples.exit(1), Optional.of(RELAUNCH));
    Step resumed = found(up(Samples.running()), stopping);
    assertThat(then(resumed)).isEqualTo(RELAUNCH);
    assertThat(resumed.next().due()).contains(NOW.plus(Duration.ofSeconds(10)));
  }

  /** Every restart of the daemon took one more retry from a process that keeps leftovers. */
  @Test
  void keptLeftoversOfARunThatIsDecidedAboutDoNotJudgeItAgain() {
    Event.Found left = new Event.Found.LeftBehind(RUN, Samples.exit(1), Optional.empty());
    Definition keep = Samples.keepingLeftovers();
    for (State state : List.of(new State.Completed(), new State.Failed(), Samples.backingOff())) {
      Managed managed = Samples.managed(keep, Wanted.UP, state);
      assertThat(found(managed, left)).isEqualTo(Step.ignored(managed));
    }
    Managed running = Samples.managed(keep, Wanted.UP, Samples.running());
    assertThat(found(running, left).next().state()).isInstanceOf(State.BackingOff.class);
  }

  @Test
  void whatTheRebootEndedIsStartedWithoutCountingAgainstIt() {
    Event.Found over = new Event.Found.Over(RUN, UNSEEN, Optional.empty());
    Step step = rebooted(up(Samples.running()), over);
    assertThat(step.next().state()).isEqualTo(new State.Starting(NEW));
    assertThat(step.next().history().retries()).isEqualTo(Retries.NONE);
    assertThat(step.next().history().last()).contains(new Managed.Last(RUN, UNSEEN));
    Step unwanted = rebooted(down(Samples.running()), over);
    assertThat(unwanted.next().state()).isEqualTo(new State.Stopped());
    assertThat(unwanted.effects()).isEmpty();
  }

  @Test
  void withoutARebootAnUnseenExitCountsAndSoDoesASeenOneBeforeIt() {
    Event.Found unseen = new Event.Found.Over(RUN, UNSEEN, Optional.empty());
    assertThat(found(up(Samples.running()), unseen).next().state())
        .isInstanceOf(State.BackingOff.class);
    assertThat(rebooted(up(Samples.running()), over(RUN)).next().state())
        .isInstanceOf(State.BackingOff.class);
  }
}
