package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiPredicate;

/**
 * Tells from the run directories beside the logs whether a keeper may still write; for readers to
 * whom nobody tells. A keeper that outlived its leader, or was killed, counts as alive.
 */
final class Liveness implements BiPredicate<ProcessName, RunId> {
  private static final int EXIT_BYTES = 256;

  private final Path runs;

  /**
   * Reads nothing yet.
   *
   * @param runs the folder of all run directories
   */
  Liveness(Path runs) {
    this.runs = runs;
  }

  @Override
  public boolean test(ProcessName name, RunId run) {
    Path directory = runs.resolve(name.directory()).resolve(run.value());
    try {
      byte[] exit = Files.readAllBytes(directory.resolve("exit"));
      boolean valid = exit.length >= EXIT_BYTES && exit[exit.length - 1] == '\n';
      return !valid || new String(exit, StandardCharsets.US_ASCII).contains(" leftovers=1");
    } catch (IOException e) {
      return Files.isDirectory(directory);
    }
  }
}
