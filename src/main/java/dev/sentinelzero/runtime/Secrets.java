package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.units.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Resolves references to secrets at the time of a start. What comes out is handed to the process
 * and kept nowhere; errors name the reference, never the value. One trailing newline is cut off, as
 * the shell does for {@code $(…)}.
 */
public final class Secrets {
  private static final int LARGEST = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A secret can't be had now. */
  public static final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says which and why, for the user. */
    public MissingException(String message) {
      super(message);
    }
  }

  private Secrets() {}

  /**
   * The value of a reference, for something that is no process.
   *
   * @param name what it is for, as messages call it
   * @param environment the daemon's own
   * @throws MissingException when it can't be had
   */
  public static byte[] value(
      String name, ProcessSpec.Value.From from, Map<String, byte[]> environment)
      throws MissingException {
    try {
      return resolve(name, from, environment);
    } catch (NotReadyException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  static byte[] resolve(String name, ProcessSpec.Value.From from, Map<String, byte[]> environment)
      throws NotReadyException {
    return switch (from.source()) {
      case "file" -> file(name, from);
      case "env" -> fromEnvironment(name, from, environment);
      case "exec" -> exec(name, from, ShellWords.split(from.target()));
      case "keychain" ->
          exec(
              name,
              from,
              List.of("/usr/bin/security", "find-generic-password", "-w", "-s", from.target()));
      default -> throw failed(name, from, "there is no such source");
    };
  }

  private static byte[] fromEnvironment(
      String name, ProcessSpec.Value.From from, Map<String, byte[]> environment)
      throws NotReadyException {
    byte[] value = environment.get(from.target());
    if (value == null) {
      throw failed(name, from, "the daemon has no such variable in its environment");
    }
    return value;
  }

  private static byte[] file(String name, ProcessSpec.Value.From from) throws NotReadyException {
    try {
      Path path = Path.of(from.target());
      if (Files.size(path) > LARGEST) {
        throw failed(name, from, "the file is larger than 1 MiB");
      }
      return withoutNewline(name, from, Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw failed(name, from, "there is no such file");
    } catch (IOException e) {
      throw failed(name, from, "the file can't be read");
    }
  }

  private static byte[] exec(String name, ProcessSpec.Value.From from, List<String> command)
      throws NotReadyException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      Subcommand.Result result = Subcommand.run(builder, LONGEST, process -> {});
      if (result.status() != 0) {
        throw failed(name, from, "the command ended with exit code " + result.status());
      }
      return withoutNewline(name, from, result.output());
    } catch (IOException e) {
      throw failed(name, from, "the command could not be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, from, "interrupted");
    }
  }

  private static byte[] withoutNewline(String name, ProcessSpec.Value.From from, byte[] value)
      throws NotReadyException {
    if (new String(value, ISO_8859_1).indexOf('\0') >= 0) {
      throw failed(name, from, "the value holds a NUL byte, which no environment can carry");
    }
    boolean newline = value.length > 0 && value[value.length - 1] == '\n';
    return newline ? Arrays.copyOf(value, value.length - 1) : value;
  }

  private static NotReadyException failed(String name, ProcessSpec.Value.From from, String why) {
    return new NotReadyException(
        Stage.PREPARE, "the value of " + name + " can't be taken from " + from + ": " + why);
  }
}
