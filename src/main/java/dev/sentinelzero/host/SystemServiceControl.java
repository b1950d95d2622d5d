package dev.sentinelzero.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands of this machine. */
public final class SystemServiceControl implements ServiceControl {
  private static final long LIMIT_SECONDS = 60;

  private final long uid;

  /**
   * For one user.
   *
   * @param uid as whom this runs
   */
  public SystemServiceControl(long uid) {
    this.uid = uid;
  }

  @Override
  public Outcome run(List<String> command) {
    try {
      // A file, not a pipe: a command that hangs must not hang the reader of its output as well.
      Path output = Files.createTempFile("sentinelzero-", ".out");
      try {
        return run(command, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the output of " + command.getFirst() + " can't be kept", e);
    }
  }

  private Outcome run(List<String> command, Path output) throws IOException {
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile());
      // Absent after su and in cron: then systemctl --user doesn't find its manager.
      builder.environment().putIfAbsent("XDG_RUNTIME_DIR", "/run/user/" + uid);
      process = builder.start();
    } catch (IOException e) {
      return new Outcome(127, command.getFirst() + " can't be run: " + e.getMessage());
    }
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Outcome(
            124, String.join(" ", command) + " has not ended in " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Outcome(124, String.join(" ", command) + " was interrupted");
    }
    return new Outcome(
        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
  }
}
