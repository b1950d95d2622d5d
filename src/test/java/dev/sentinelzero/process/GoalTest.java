package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.LEADER;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static State state(String word) {
    List<State> all =
        List.of(
            new State.Stopped(),
            Samples.backingOff(),
            new State.Completed(),
            new State.Failed(),
            new State.Starting(RUN),
            Samples.running(),
            new State.Waiting(Samples.MISSING, Samples.ASKED),
            new State.Scheduled(Optional.empty()),
            Samples.stopping(new State.Then.Rest()));
    return all.stream().filter(state -> state.word().equals(word)).findFirst().orElseThrow();
  }

  private static String word(Goal goal, State state) {
    return switch (goal.progress(Samples.managed(state), NOW)) {
      case Goal.Progress.Reached ignored -> "reached";
      case Goal.Progress.Missed(Reason reason) -> {
        assertThat(reason).isEqualTo(Samples.BEFORE);
        yield "missed";
      }
      case Goal.Progress.Pending(Optional<Moment> look) -> {
        assertThat(look).isEmpty();
        yield "pending";
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    // state,     up,      eventually up, down,  done
    "stopped,     missed,  pending, reached, missed",
    "backing_off, missed,  pending, reached, pending",
    "completed,   reached, pending, reached, reached",
    "failed,      missed,  pending, reached, missed",
    "starting,    pending, pending, pending, pending",
    "running,     reached, reached, pending, pending",
    "stopping,    pending, pending, pending, pending",
    "waiting,     pending, pending, reached, pending",
    "scheduled,   reached, pending, reached, pending",
  })
  void everyGoalInEveryState(String state, String up, String eventually, String down, String done) {
    assertThat(word(new Goal.Up(SETTLE), state(state))).isEqualTo(up);
    assertThat(word(new Goal.EventuallyUp(), state(state))).isEqualTo(eventually);
    assertThat(word(new Goal.Down(), state(state))).isEqualTo(down);
    assertThat(word(new Goal.Done(), state(state))).isEqualTo(done);
  }

  @Test
  void aStartCountsOnceItHasSettled() {
    Managed running = Samples.managed(new State.Running(RUN, LEADER, NOW, Vitals.NONE));
    Goal up = new Goal.Up(SETTLE);
    Moment settled = NOW.plus(SETTLE);
    assertThat(up.progress(running, NOW))
        .isEqualTo(new Goal.Progress.Pending(Optional.of(settled)));
    assertThat(up.progress(running, NOW.plus(SETTLE.minusNanos(1))))
        .isEqualTo(new Goal.Progress.Pending(Optional.of(settled)));
    assertThat(up.progress(running, settled)).isEqualTo(new Goal.Progress.Reached());
  }

  @Test
  void aProbeTellsWhatIsReady() {
    Managed ready = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(true));
    Managed unready = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(false));
    for (Goal goal : List.of(new Goal.Up(SETTLE), new Goal.Ready())) {
      assertThat(goal.progress(ready, NOW)).isEqualTo(new Goal.Progress.Reached());
      assertThat(goal.progress(unready, NOW))
          .isEqualTo(new Goal.Progress.Pending(Optional.empty()));
    }
    assertThat(word(new Goal.Ready(), Samples.running())).isEqualTo("reached");
    assertThat(word(new Goal.Ready(), new State.Stopped())).isEqualTo("pending");
  }

  @Test
  void whatWaitsInVainIsToldAtOnce() {
    Dependence.Unmet hopeless = new Dependence.Unmet(Samples.ASKED, true, Optional.empty());
    Managed waiting = Samples.managed(new State.Waiting(hopeless, Samples.BEFORE));
    assertThat(new Goal.Up(SETTLE).progress(waiting, NOW))
        .isEqualTo(new Goal.Progress.Missed(Samples.ASKED));
  }

  @Test
  void aJobThatSucceededAtItsTimeIsDone() {
    Managed scheduled =
        Samples.managed(new State.Scheduled(Optional.empty()))
            .with(new Managed.Last(RUN, Samples.exit(0)));
    assertThat(new Goal.Done().progress(scheduled, NOW)).isEqualTo(new Goal.Progress.Reached());
  }
}
