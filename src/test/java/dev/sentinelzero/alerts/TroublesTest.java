package dev.sentinelzero.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private static final Reason WHY = new Reason("exit_code", "exit code 1");
  private static final Duration STEADY = Duration.ofSeconds(30);

  private final Troubles troubles = new Troubles(3, STEADY);
  private Moment now = new Moment(Instant.parse("2026-03-01T12:00:00Z"), 5_000_000_000L);

  private Optional<Kind> sees(String what) {
    return troubles.see(new Sign(now.wall(), "web", what, WHY), now).map(Alert::kind);
  }

  private List<Kind> after(Duration time) {
    now = now.plus(time);
    return troubles.recovered(now).stream().map(Alert::kind).toList();
  }

  @Test
  void aFailureIsToldOnceUntilItIsOver() {
    assertThat(sees("failed")).contains(Kind.FAILED);
    assertThat(sees("failed")).isEmpty();
    assertThat(sees("running")).isEmpty();
    assertThat(after(STEADY)).containsExactly(Kind.RECOVERED);
    assertThat(sees("failed")).contains(Kind.FAILED);
  }

  @Test
  void restartsAreToldWhenThereAreManyInARow() {
    for (int at = 0; at < 2; at++) {
      assertThat(sees("backing_off")).isEmpty();
      assertThat(sees("running")).isEmpty();
      assertThat(after(Duration.ofSeconds(29))).isEmpty();
    }
    assertThat(sees("backing_off")).contains(Kind.FAILED);
    assertThat(sees("backing_off")).isEmpty();
    assertThat(sees("failed")).as("that it was given up is news").contains(Kind.FAILED);
  }

  @Test
  void aSteadyRunBeginsTheCountAnew() {
    sees("backing_off");
    sees("backing_off");
    sees("running");
    assertThat(after(STEADY)).as("nobody was told of trouble").isEmpty();
    assertThat(sees("backing_off")).isEmpty();
    assertThat(sees("backing_off")).isEmpty();
    assertThat(sees("backing_off")).contains(Kind.FAILED);
  }

  @Test
  void whoFailsAgainMeanwhileHasNotRecovered() {
    sees("failed");
    sees("running");
    after(Duration.ofSeconds(20));
    sees("exited");
    sees("starting");
    assertThat(troubles.next(now)).isEmpty();
    assertThat(after(Duration.ofDays(1))).isEmpty();
    sees("running");
    assertThat(troubles.next(now)).contains(STEADY);
    assertThat(after(Duration.ofSeconds(29))).isEmpty();
    assertThat(after(Duration.ofSeconds(1))).containsExactly(Kind.RECOVERED);
  }

  @Test
  void whoIsNotReadyRecoversByBecomingReady() {
    assertThat(sees("not_ready")).contains(Kind.UNHEALTHY);
    assertThat(sees("not_ready")).isEmpty();
    sees("running");
    assertThat(after(Duration.ofHours(1))).isEmpty();
    sees("ready");
    assertThat(after(STEADY)).containsExactly(Kind.RECOVERED);
  }

  @Test
  void whoIsNotAliveRecoversByALaterRun() {
    assertThat(sees("unhealthy")).contains(Kind.UNHEALTHY);
    sees("stopping");
    sees("starting");
    sees("running");
    assertThat(after(STEADY)).containsExactly(Kind.RECOVERED);
  }

  @Test
  void aPlannedRunRecoversByAGoodOneAndNotByRunning() {
    assertThat(sees("run_failed")).contains(Kind.SCHEDULE_FAILED);
    sees("running");
    assertThat(after(Duration.ofHours(1))).isEmpty();
    assertThat(sees("run_succeeded")).contains(Kind.RECOVERED);
    assertThat(sees("run_succeeded")).isEmpty();
  }

  @Test
  void workThatWasDoneIsARecoveryAtOnce() {
    sees("failed");
    assertThat(sees("completed")).contains(Kind.RECOVERED);
    assertThat(sees("completed")).isEmpty();
  }

  @Test
  void whoIsStoppedIsInNoTroubleAndNobodyIsTold() {
    sees("failed");
    assertThat(sees("stopped")).isEmpty();
    sees("running");
    assertThat(after(Duration.ofHours(1))).isEmpty();
    assertThat(troubles.open("web")).isEmpty();
  }

  @Test
  void whatAnEarlierDaemonToldIsNotToldAgainButItsEndIs() {
    troubles.recall("web", List.of("failed"));
    assertThat(sees("failed")).isEmpty();
    sees("adopted");
    assertThat(after(STEADY)).containsExactly(Kind.RECOVERED);
  }

  @Test
  void processesAreInTroubleEachForItself() {
    sees("failed");
    Sign other = new Sign(now.wall(), "db", "failed", WHY);
    assertThat(troubles.see(other, now)).contains(new Alert(Kind.FAILED, "db", now.wall(), WHY));
    assertThat(troubles.open("web")).containsExactly("failed");
  }

  @Test
  void otherWordsMeanNothing() {
    assertThat(sees("scheduled")).isEmpty();
    assertThat(sees("reload_requested")).isEmpty();
    assertThat(troubles.next(now)).isEmpty();
  }
}
