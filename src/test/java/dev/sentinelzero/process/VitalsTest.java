package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What probes say of a run, and what the policy makes of it. */
class VitalsTest {
  private static final Probe PROBE = Probe.of(new Check.Tcp("127.0.0.1", 1));
  private static final Probes BOTH = new Probes(Optional.of(PROBE), Optional.of(PROBE));
  private static final Probes ALIVE = new Probes(Optional.empty(), Optional.of(PROBE));
  private static final Moment LATER = NOW.plus(Duration.ofSeconds(5));
  private static final Vitals READY = Vitals.atFirst(BOTH).readyNow(true, NOW);

  @Test
  void aRunBeginsAliveAndNotReady() {
    assertThat(Vitals.atFirst(BOTH))
        .isEqualTo(new Vitals(Optional.of(false), Optional.of(true), Optional.empty()));
    assertThat(Vitals.atFirst(Probes.NONE)).isEqualTo(Vitals.NONE);
  }

  @Test
  void itIsReadySinceItBecameSoWithoutABreak() {
    assertThat(READY.readyNow(true, LATER).readySince()).contains(NOW);
    Vitals lost = READY.readyNow(false, LATER);
    assertThat(lost).isEqualTo(Vitals.atFirst(BOTH));
    assertThat(lost.readyNow(true, LATER).readySince()).contains(LATER);
  }

  @Test
  void underOtherProbesWhatIsKnownStaysKnown() {
    assertThat(READY.under(BOTH)).isEqualTo(READY);
    assertThat(READY.under(ALIVE)).isEqualTo(Vitals.atFirst(ALIVE));
    assertThat(READY.under(Probes.NONE)).isEqualTo(Vitals.NONE);
    assertThat(Vitals.NONE.under(BOTH)).isEqualTo(Vitals.atFirst(BOTH));
    assertThat(READY.readyNow(false, LATER).under(BOTH).ready()).contains(false);
  }

  @Test
  void aNewDefinitionBringsItsProbesToTheRunThereIs() {
    Managed plain = Samples.managed(Samples.running());
    Event probed = new Event.Redefine(Samples.probed(), false, Samples.ASKED);
    Managed next = Lifecycle.step(plain, probed, Samples.OCCASION).next();
    assertThat(((State.Running) next.state()).vitals()).isEqualTo(Vitals.atFirst(BOTH));
    assertThat(next.history().reason()).isEqualTo(Samples.BEFORE);
  }

  /** Ready for a second after a minute of warming up, it used to count as up for a minute. */
  @Test
  void onlyTheTimeItWasReadyStartsTheCountAnew() {
    Managed up = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(false));
    Event ready = new Event.Readiness(RUN, true, Samples.ASKED);
    Managed briefly = Lifecycle.step(up, ready, Samples.OCCASION).next();
    Event gone = new Event.Gone(RUN, Samples.exit(1, Duration.ofHours(1)));
    assertThat(retries(up, gone, Duration.ofHours(1))).isEqualTo(2);
    assertThat(retries(briefly, gone, Duration.ofSeconds(59))).isEqualTo(2);
    assertThat(retries(briefly, gone, Duration.ofSeconds(60))).isEqualTo(1);
    Managed probeless = Samples.managed(Samples.running());
    assertThat(retries(probeless, gone, Duration.ofSeconds(1))).isEqualTo(1);
  }

  private static int retries(Managed managed, Event event, Duration later) {
    return Lifecycle.step(managed, event, Samples.at(later))
        .next()
        .history()
        .retries()
        .consecutive();
  }

  @Test
  void theExitThatIsKeptSaysHowLongItReallyRan() {
    Managed up = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(false));
    ExitReport report = Samples.exit(1, Duration.ofHours(1));
    Step step = Lifecycle.step(up, new Event.Gone(RUN, report), Samples.OCCASION);
    assertThat(step.next().history().last()).contains(new Managed.Last(RUN, report));
    assertThat(step.effects()).contains(new Effect.AfterExit(RUN, report));
  }

  @Test
  void whatIsUnwellIsEndedAndCountsAsAFailureWhateverItsExit() {
    assertThat(failing(Samples.running(true)).steady()).isEqualTo(Duration.ofMinutes(1));
    assertThat(failing(Samples.running(false)).steady()).isEqualTo(Duration.ZERO);
    Managed up = Samples.managed(Samples.probed(), Wanted.UP, Samples.running(false));
    Step step = Lifecycle.step(up, new Event.Unwell(RUN, Samples.TOO_MUCH), Samples.OCCASION);
    Event gone = new Event.Gone(RUN, Samples.exit(0));
    Managed next = Lifecycle.step(step.next(), gone, Samples.OCCASION).next();
    assertThat(next.state().word()).isEqualTo("backing_off");
    assertThat(next.history().reason().text()).startsWith(Samples.TOO_MUCH.text());
  }

  private static State.Then.Fail failing(State.Running running) {
    Managed up = Samples.managed(Samples.probed(), Wanted.UP, running);
    Step step = Lifecycle.step(up, new Event.Unwell(RUN, Samples.TOO_MUCH), Samples.OCCASION);
    State.Then then = ((State.Stopping) step.next().state()).then();
    assertThat(((State.Then.Fail) then).reason()).isEqualTo(Samples.TOO_MUCH);
    return (State.Then.Fail) then;
  }
}
