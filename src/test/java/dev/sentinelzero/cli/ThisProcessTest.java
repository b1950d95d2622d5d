package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class ThisProcessTest {
  private final Surroundings surroundings = ThisProcess.surroundings((home, options) -> 9);

  @Test
  void theSurroundingsAreThoseOfTheJvm() {
    assertThat(surroundings.environment()).isEqualTo(System.getenv());
    assertThat(surroundings.workingDirectory()).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(surroundings.ports().launcher()).isEmpty();
    assertThat(surroundings.screen().columns().getAsInt()).isGreaterThanOrEqualTo(0);
    Ports.DaemonOptions options = new Ports.DaemonOptions(false, "", "");
    assertThat(surroundings.ports().daemon().run(Path.of("/"), options)).isEqualTo(9);
  }

  @Test
  void anInterruptEndsAPauseAndRunsTheAction() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    assertThat(surroundings.ports().interrupts().pause(Duration.ofMillis(1))).isFalse();
    surroundings.ports().interrupts().onInterrupt(ran::countDown);
    try {
      Signal.raise(new Signal("INT"));
      assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(surroundings.ports().interrupts().pause(Duration.ofSeconds(30))).isTrue();
    } finally {
      Signal.handle(new Signal("INT"), sun.misc.SignalHandler.SIG_DFL);
    }
  }
}
