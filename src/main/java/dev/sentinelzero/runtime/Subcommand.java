package dev.sentinelzero.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a short command to its end: a hook, or one that prints a secret. */
final class Subcommand {
  /** How it ended and what it printed. */
  record Result(int status, byte[] output) {}

  private Subcommand() {}

  /**
   * Runs it.
   *
   * @param longest after this it is killed with all its descendants
   * @param started told of the process, so that it can be ended early
   * @throws IOException when it can't be started
   */
  static Result run(ProcessBuilder builder, Duration longest, Consumer<Process> started)
      throws IOException, InterruptedException {
    builder.redirectInput(Path.of("/dev/null").toFile());
    Process process = builder.start();
    started.accept(process);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> kill(process),
            CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
    try {
      byte[] output = process.getInputStream().readAllBytes();
      return new Result(process.waitFor(), output);
    } finally {
      late.cancel(false);
    }
  }

  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
