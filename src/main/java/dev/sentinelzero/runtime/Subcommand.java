package dev.sentinelzero.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a short command to its end: a hook, or one that prints a secret. */
final class Subcommand {
  private static final Logger LOG = LoggerFactory.getLogger(Subcommand.class);

  /** How it ended and what it printed. */
  record Result(int status, byte[] output) {}

  /** What is kept of the output: its beginning. */
  private static final int MOST = 1 << 20;

  /** How long after the end its last output is waited for, which is in the pipe already. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private Subcommand() {}

  /**
   * Runs it until it ends itself; whoever it leaves behind with its output open is not waited for.
   *
   * @param longest after this it is killed with all its descendants
   * @param started told of the process, so that it can be ended early
   * @return with at most 1 MiB of what it printed
   * @throws IOException when it can't be started
   */
  static Result run(ProcessBuilder builder, Duration longest, Consumer<Process> started)
      throws IOException, InterruptedException {
    builder.redirectInput(Path.of("/dev/null").toFile());
    Process process = builder.start();
    started.accept(process);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    // A read of a pipe holds its thread in the kernel: not one that carries others.
    Thread reader =
        Thread.ofPlatform().daemon().name("output of a command").start(() -> read(process, output));
    if (!process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      kill(process);
      process.waitFor();
    }
    reader.join(DRAIN);
    synchronized (output) {
      return new Result(process.exitValue(), output.toByteArray());
    }
  }

  private static void read(Process process, ByteArrayOutputStream output) {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (output) {
          output.write(buffer, 0, Math.min(count, MOST - output.size()));
        }
      }
    } catch (IOException e) {
      LOG.debug("the output of a command could not be read to its end: {}", e.toString());
    }
  }

  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
