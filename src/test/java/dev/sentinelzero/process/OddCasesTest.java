package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OCCASION;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * States that definitions which change under a process leave behind, and exits of our own making.
 */
class OddCasesTest {
  private static Managed with(Agenda.Occurrence current, Definition definition, State state) {
    return Samples.planned(definition, Wanted.UP, state, Optional.of(current));
  }

  @Test
  void anUnhealthyRunIsMatchedByItsWordAlone() {
    Exit failing = new Exit.Failing(Samples.TOO_MUCH);
    assertThat(ExitMatch.parse(" Unhealthy ").matches(failing)).isTrue();
    assertThat(ExitMatch.parse("unhealthy").matches(new Exit.Code(1))).isFalse();
    assertThat(ExitMatch.parse("spawn").matches(failing)).isFalse();
    assertThat(ExitMatch.parse("unhealthy")).hasToString("unhealthy");
  }

  @Test
  void aJobThatLostItsScheduleWhileItRanIsConcludedAllTheSame() {
    Managed running = with(Samples.HOURLY, Samples.defined(), Samples.running());
    Step step = Lifecycle.step(running, new Event.Gone(RUN, Samples.exit(0)), OCCASION);
    assertThat(step.next().agenda().current()).isEmpty();
    assertThat(step.effects()).anyMatch(Effect.NoteFiring.class::isInstance);
  }

  @Test
  void whatWaitsForItsTurnIsSomethingToDo() {
    Definition definition = Samples.scheduled(Overlap.QUEUE);
    Managed idle = Samples.planned(definition, Wanted.UP, new State.Stopped(), Optional.empty());
    assertThat(Calendar.isAtNothing(idle)).isTrue();
    assertThat(Calendar.isAtNothing(idle.with(idle.agenda().queueing(Samples.HOURLY)))).isFalse();
    assertThat(Calendar.isAtNothing(with(Samples.HOURLY, definition, new State.Stopped())))
        .isFalse();
  }

  @Test
  void onlyARunBesideIsForOneOccurrence() {
    Definition definition = Samples.scheduled(Overlap.ALLOW);
    Agenda.Occurrence beside = new Agenda.Occurrence(Samples.DUE, Agenda.Cause.BESIDE);
    assertThat(with(beside, definition, Samples.running()).isForOneOccurrence()).isTrue();
    assertThat(with(Samples.HOURLY, definition, Samples.running()).isForOneOccurrence()).isFalse();
    assertThat(Samples.managed(Samples.running()).isForOneOccurrence()).isFalse();
  }

  @Test
  void filesThatChangeDoNotRunWhatOnlyRests() {
    Managed armed = Samples.managed(new State.Scheduled(Optional.empty()));
    assertThat(Lifecycle.step(armed, new Event.Outdated(Samples.ASKED), OCCASION))
        .isEqualTo(Step.ignored(armed));
  }

  @Test
  void aPlannedRunIsFoundAgainInEveryRestingState() {
    Definition definition = Samples.scheduled(Overlap.SKIP);
    List<State> states =
        List.of(
            new State.Stopped(),
            new State.Scheduled(Optional.of(Samples.DUE)),
            new State.Waiting(Samples.MISSING, Samples.ASKED),
            new State.BackingOff(NOW.plus(Duration.ofSeconds(5))),
            new State.Completed(),
            new State.Failed(),
            new State.Starting(RUN));
    for (State state : states) {
      Managed managed = with(Samples.HOURLY, definition, state);
      Step step =
          Lifecycle.step(managed, new Event.Recovered(new Event.Found.Nothing(), false), OCCASION);
      boolean over = state instanceof State.Completed || state instanceof State.Failed;
      assertThat(step.effects().contains(new Effect.Retire())).as(state.word()).isEqualTo(over);
    }
  }
}
