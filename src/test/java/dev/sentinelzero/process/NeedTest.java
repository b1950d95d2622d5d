package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far another process must be. */
class NeedTest {
  private static final ProcessName DB = new ProcessName("db");
  private static final List<State> ON_THE_WAY =
      List.of(
          new State.Starting(Samples.RUN),
          Samples.stopping(new State.Then.Relaunch()),
          Samples.backingOff(),
          new State.Waiting(Samples.MISSING, Samples.ASKED),
          new State.Scheduled(Optional.empty()));
  private static final List<State> ENDED =
      List.of(new State.Stopped(), new State.Failed(), waitingInVain());

  private static State waitingInVain() {
    Dependence.Unmet hopeless =
        new Dependence.Unmet(new Reason("dependency_failed", "gone"), true, Optional.empty());
    return new State.Waiting(hopeless, Samples.ASKED);
  }

  private static Dependence of(Need.Level level, Managed other) {
    return new Need(level, false).of(DB, other, NOW);
  }

  private static Dependence.Unmet unmet(Need.Level level, Managed other) {
    return (Dependence.Unmet) of(level, other);
  }

  private static boolean isMet(Need.Level level, Managed other) {
    return of(level, other) instanceof Dependence.Met;
  }

  @Test
  void whatIsOnItsWayIsWaitedFor() {
    for (State state : ON_THE_WAY) {
      for (Need.Level level : Need.Level.values()) {
        Dependence.Unmet unmet = unmet(level, Samples.managed(state));
        assertThat(unmet.hopeless()).as("%s %s", level, state).isFalse();
        assertThat(unmet.look()).isEmpty();
        assertThat(unmet.reason())
            .isEqualTo(
                new Reason(
                    "waiting_for_dependency",
                    "waits for db to be " + level.word() + "; it is " + state.word()));
      }
    }
  }

  @Test
  void whatEndedIsNamedWithTheReason() {
    for (State state : ENDED) {
      for (Need.Level level : Need.Level.values()) {
        Dependence.Unmet unmet = unmet(level, Samples.managed(state));
        assertThat(unmet.hopeless()).as("%s %s", level, state).isTrue();
        assertThat(unmet.look()).isEmpty();
        assertThat(unmet.reason())
            .isEqualTo(
                new Reason(
                    "dependency_failed",
                    "waits for db to be %s, but it is %s: what was before"
                        .formatted(level.word(), state.word())));
      }
    }
  }

  @Test
  void whatCompletedIsEnoughForThoseWhoWaitForThat() {
    Managed completed = Samples.managed(new State.Completed());
    assertThat(isMet(Need.Level.COMPLETED, completed)).isTrue();
    assertThat(unmet(Need.Level.STARTED, completed).hopeless()).isTrue();
    assertThat(unmet(Need.Level.READY, completed).hopeless()).isTrue();
  }

  @Test
  void whatRunsHasStartedButNotCompleted() {
    Managed running = Samples.managed(Samples.running());
    assertThat(isMet(Need.Level.STARTED, running)).isTrue();
    assertThat(unmet(Need.Level.COMPLETED, running).hopeless()).isFalse();
    assertThat(unmet(Need.Level.COMPLETED, running).look()).isEmpty();
  }

  @Test
  void withoutAProbeItIsReadyWhenItHasSettled() {
    Managed young =
        Samples.managed(
            new State.Running(
                Samples.RUN, Samples.LEADER, NOW.plus(Duration.ofMillis(-499)), Vitals.NONE));
    assertThat(unmet(Need.Level.READY, young).look()).contains(NOW.plus(Duration.ofMillis(1)));
    Moment settled = NOW.plus(Duration.ofMillis(1));
    assertThat(new Need(Need.Level.READY, false).of(DB, young, settled))
        .isEqualTo(new Dependence.Met());
  }

  @Test
  void withAProbeItIsReadyWhenThatSaysSo() {
    Managed ready = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(true));
    Managed unready = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(false));
    assertThat(isMet(Need.Level.READY, ready)).isTrue();
    Dependence.Unmet unmet = unmet(Need.Level.READY, unready);
    assertThat(unmet.reason().text())
        .isEqualTo("waits for db to be ready; it is running, but not ready");
    assertThat(unmet.look()).isEmpty();
    assertThat(unmet(Need.Level.COMPLETED, ready).reason().text()).endsWith("it is running");
  }

  @Test
  void aJobThatSucceededAtItsTimeHasCompleted() {
    Managed failed = scheduled(Samples.scheduled(Overlap.SKIP), 1);
    assertThat(isMet(Need.Level.COMPLETED, failed)).isFalse();
    Managed succeeded = scheduled(Samples.scheduled(Overlap.SKIP), 0);
    assertThat(isMet(Need.Level.COMPLETED, succeeded)).isTrue();
    assertThat(isMet(Need.Level.READY, succeeded)).isFalse();
  }

  /** A job whose success was exit code 3 kept those waiting for ever who needed it completed. */
  @Test
  void anExitThatTheDefinitionCallsSuccessIsOne() {
    Definition tolerant = Samples.succeedingWith(new ExitMatch.Codes(3, 3));
    assertThat(isMet(Need.Level.COMPLETED, scheduled(tolerant, 3))).isTrue();
    assertThat(isMet(Need.Level.COMPLETED, scheduled(tolerant, 4))).isFalse();
    Managed never =
        Managed.defined(tolerant).with(new State.Scheduled(Optional.empty()), Samples.ASKED);
    assertThat(isMet(Need.Level.COMPLETED, never)).isFalse();
  }

  private static Managed scheduled(Definition definition, int exit) {
    State state = new State.Scheduled(Optional.empty());
    return Samples.managed(definition, Wanted.UP, state)
        .with(new Managed.Last(Samples.RUN, Samples.exit(exit)));
  }
}
