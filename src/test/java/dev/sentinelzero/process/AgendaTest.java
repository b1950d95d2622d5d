package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.ARMED;
import static dev.sentinelzero.process.Samples.BY_HAND;
import static dev.sentinelzero.process.Samples.DUE;
import static dev.sentinelzero.process.Samples.HOURLY;
import static dev.sentinelzero.process.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a process has come with its schedule. */
class AgendaTest {
  private static final Agenda FRESH =
      new Agenda(true, ARMED, Optional.empty(), Optional.empty(), List.of());
  private static final Agenda FULL =
      FRESH.consumed(DUE).doing(HOURLY).queueing(BY_HAND).queueing(HOURLY);

  @Test
  void countsFromTheLaterOfArmingAndTheLastTimeDealtWith() {
    assertThat(FRESH.after()).isEqualTo(ARMED);
    assertThat(FRESH.consumed(DUE).after()).isEqualTo(DUE);
    assertThat(FRESH.consumed(ARMED.minusSeconds(1)).after()).isEqualTo(ARMED);
  }

  @Test
  void neverGoesBackToAnEarlierTime() {
    assertThat(FRESH.consumed(DUE).consumed(ARMED).consumed()).contains(DUE);
    Instant later = DUE.plusSeconds(1);
    assertThat(FRESH.consumed(DUE).consumed(later).consumed()).contains(later);
    assertThat(FRESH.consumed(DUE).consumed(DUE)).isEqualTo(FRESH.consumed(DUE));
  }

  @Test
  void keepsTheOrderOfWhatWaits() {
    assertThat(FULL.waiting()).containsExactly(BY_HAND, HOURLY);
    assertThat(FULL.withoutFirst().waiting()).containsExactly(HOURLY);
    assertThat(FULL.withoutWaiting().waiting()).isEmpty();
    assertThat(FULL.withoutWaiting().current()).contains(HOURLY);
    assertThat(FULL.idle().current()).isEmpty();
    assertThat(FULL.idle().waiting()).hasSize(2);
  }

  @Test
  void armedAnewItForgetsTheTimesButNotTheRun() {
    Agenda armed = FULL.armedAt(NOW.wall());
    assertThat(armed.after()).isEqualTo(NOW.wall());
    assertThat(armed.current()).contains(HOURLY);
    assertThat(armed.waiting()).hasSize(2);
    assertThat(armed.enabled()).isTrue();
  }

  @Test
  void switchedOnOrOffItCountsFromThenAndNothingWaits() {
    for (boolean on : List.of(true, false)) {
      assertThat(FULL.enabled(on, NOW.wall()))
          .isEqualTo(new Agenda(on, NOW.wall(), Optional.empty(), Optional.of(HOURLY), List.of()));
    }
  }

  @Test
  void isOnUnlessTheDefinitionSaysOtherwise() {
    assertThat(Agenda.isOn(Samples.defined())).isTrue();
    assertThat(Agenda.isOn(Samples.scheduled(Overlap.SKIP))).isTrue();
    Schedule off = Samples.hourly(Overlap.SKIP).enabled(false);
    Definition definition = Samples.timed(new ProcessSpec.Timed.Runs(off));
    assertThat(Agenda.isOn(definition)).isFalse();
    assertThat(Managed.defined(definition).agenda().enabled()).isFalse();
    assertThat(Managed.defined(Samples.defined()).agenda()).isEqualTo(Agenda.NONE);
  }

  @Test
  void namesItsCausesForPeople() {
    assertThat(Agenda.Cause.values())
        .extracting(Agenda.Cause::word)
        .containsExactly("schedule", "misfire", "manual", "beside");
    assertThat(Firing.Outcome.STOPPED.word()).isEqualTo("stopped");
  }
}
