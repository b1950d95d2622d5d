package dev.sentinelzero.probes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs say of themselves: in their output, and in messages. */
class SelfReportTest {
  private static final Check NOTIFY = new Check.Notify();
  private static final Check LINE = new Check.LogLine("listening on \\d+");
  private static final Duration LONG = Duration.ofSeconds(20);
  @TempDir Path folder;
  private Asked asked;

  @BeforeEach
  void begin() throws Exception {
    asked = new Asked(folder);
  }

  @AfterEach
  void end() {
    asked.close();
  }

  private void begin(Check check, boolean ready) {
    Optional<Probe> probe = Optional.of(Probe.of(check));
    asked.prober.begin(asked.target, new Probes(probe, probe), ready);
  }

  private void say(String message) {
    asked.board.heard(asked.target.run(), message.getBytes(UTF_8));
  }

  @Test
  void aLineOfTheRunMakesItReadyForGood() throws Exception {
    begin(LINE, false);
    asked.print("starting");
    assertThat(asked.ask(LINE)).isEqualTo(new Result.Failed("no line of output matches yet"));
    for (int line = 0; line < 20; line++) {
      asked.print("loading " + line);
    }
    asked.print("now listening on 8080");
    assertThat(asked.ask(LINE)).isEqualTo(Asked.PASSED);
    asked.print("something else");
    assertThat(asked.ask(LINE)).isEqualTo(Asked.PASSED);
  }

  @Test
  void forLivenessTheLineMustComeAgainAndAgain() throws Exception {
    begin(LINE, false);
    asked.print("listening on 1");
    assertThat(asked.ask(LINE, Aim.LIVENESS, LONG)).isInstanceOf(Result.Failed.class);
    asked.print("listening on 2");
    asked.print("x");
    assertThat(asked.ask(LINE, Aim.LIVENESS, LONG)).isEqualTo(Asked.PASSED);
    assertThat(asked.ask(LINE, Aim.LIVENESS, LONG))
        .isEqualTo(new Result.Failed("no line of output matches since the probe before"));
  }

  @Test
  void whoWasReadyBeforeTheDaemonCameUpNeedNotSaySoAgain() throws Exception {
    begin(LINE, true);
    assertThat(asked.ask(LINE)).isEqualTo(Asked.PASSED);
    asked.prober.end(asked.target);
    begin(NOTIFY, true);
    assertThat(asked.ask(NOTIFY)).isEqualTo(Asked.PASSED);
  }

  @Test
  void theLatestWordCounts() throws Exception {
    begin(NOTIFY, false);
    assertThat(asked.ask(NOTIFY)).isEqualTo(new Result.Failed("it has not said READY=1 yet"));
    say("READY=1\nSTATUS=12 workers\nMAINPID=1");
    assertThat(asked.ask(NOTIFY)).isEqualTo(Asked.PASSED);
    assertThat(asked.board.status(asked.target.run())).contains("12 workers");
    say("RELOADING=1");
    assertThat(asked.ask(NOTIFY)).isEqualTo(new Result.Failed("it is reloading"));
    say("READY=1");
    say("READY=0\nREADY\n=1\n\nSTOPPING=no");
    assertThat(asked.ask(NOTIFY)).isEqualTo(Asked.PASSED);
    say("STOPPING=1");
    assertThat(asked.ask(NOTIFY)).isEqualTo(new Result.Failed("it is stopping"));
  }

  @Test
  void aStatusIsBoundedAndPlain() {
    begin(NOTIFY, false);
    say("STATUS=a\u001b[31m\u0007b");
    assertThat(asked.board.status(asked.target.run())).contains("a [31m b");
    say("STATUS=" + "x".repeat(3000));
    assertThat(asked.board.status(asked.target.run()).orElseThrow()).hasSize(257).endsWith("…");
  }

  @Test
  void nobodyElsesRunIsMeant() throws Exception {
    begin(NOTIFY, false);
    asked.board.heard("01haaaaaaaaaaaaaaaaaaaaaaa", "READY=1".getBytes(UTF_8));
    assertThat(asked.ask(NOTIFY)).isInstanceOf(Result.Failed.class);
    asked.prober.end(asked.target);
    assertThat(asked.ask(NOTIFY)).isInstanceOf(Result.Skipped.class);
  }

  @Test
  void theWatchdogMustBeFedWithinTheInterval() throws Exception {
    begin(NOTIFY, false);
    assertThat(asked.ask(NOTIFY, Aim.LIVENESS, LONG)).isEqualTo(Asked.PASSED);
    Duration brief = Duration.ofMillis(50);
    await()
        .atMost(LONG)
        .until(
            () ->
                asked
                    .ask(NOTIFY, Aim.LIVENESS, brief)
                    .equals(new Result.Failed("no WATCHDOG=1 within 50ms")));
    say("WATCHDOG=1");
    assertThat(asked.ask(NOTIFY, Aim.LIVENESS, LONG)).isEqualTo(Asked.PASSED);
  }
}
