package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short commands: their output, their end, and what they leave behind. */
class SubcommandTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static ProcessBuilder shell(String line) {
    return new ProcessBuilder("/bin/sh", "-c", line);
  }

  @Test
  void givesTheOutputAndTheExitCode() throws Exception {
    Subcommand.Result result = Subcommand.run(shell("echo one; exit 3"), LONG, process -> {});
    assertThat(result.status()).isEqualTo(3);
    assertThat(new String(result.output(), UTF_8)).isEqualTo("one\n");
  }

  /** Once a hook that started something of its own held up the start for ten minutes. */
  @Test
  @Timeout(60)
  void doesNotWaitForWhoeverHoldsTheOutputOpen() throws Exception {
    Subcommand.Result result = Subcommand.run(shell("sleep 300 & echo $!"), LONG, process -> {});
    long left = Long.parseLong(new String(result.output(), UTF_8).strip());
    assertThat(ProcessHandle.of(left)).isPresent();
    ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  @Timeout(60)
  void killsWhatTakesTooLong() throws Exception {
    AtomicReference<Process> seen = new AtomicReference<>();
    Subcommand.Result result =
        Subcommand.run(shell("sleep 300; true"), Duration.ofMillis(300), seen::set);
    assertThat(result.status()).isNotZero();
    assertThat(seen.get().isAlive()).isFalse();
  }

  @Test
  void keepsABoundedPartOfTheOutput() throws Exception {
    Subcommand.Result result =
        Subcommand.run(shell("head -c 5000000 /dev/zero"), LONG, process -> {});
    assertThat(result.status()).isZero();
    assertThat(result.output()).hasSize(1 << 20);
  }
}
