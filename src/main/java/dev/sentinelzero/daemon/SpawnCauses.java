package dev.sentinelzero.daemon;

import dev.sentinelzero.os.Errno;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** What is behind the system's few words when a command could not be started. */
final class SpawnCauses {
  /** The kernel reads no more of the first line of a script. */
  private static final int FIRST_LINE = 256;

  private SpawnCauses() {}

  static Optional<String> of(ProcessSpec spec, Exit.NotSpawned failure) {
    String error = Errno.name(failure.errno());
    try {
      return switch (failure.stage()) {
        case EXEC -> exec(spec, error);
        case DIRECTORY -> directory(spec, error);
        case LIMITS -> Optional.of("the hard limit is lower, and only root may raise it");
        case NICE -> Optional.of("only root may ask for a niceness below the daemon's");
        case USER ->
            error.equals("EPERM")
                ? Optional.of("only a daemon that runs as root can run processes as another user")
                : Optional.empty();
        case KEEPER, LOG, FORK, SETSID -> shortage(error);
        case PREPARE, HOOK, STDIN -> Optional.empty();
      };
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> shortage(String error) {
    return switch (error) {
      case "EAGAIN" ->
          Optional.of(
              "the daemon's user may have no more processes (see ulimit -u), or the machine");
      case "EMFILE" -> Optional.of("the daemon may have no more open files (see ulimit -n)");
      case "ENOSPC", "EDQUOT" -> Optional.of("the disk is full");
      default -> Optional.empty();
    };
  }

  private static Optional<String> exec(ProcessSpec spec, String error) {
    String program = spec.execution().command().getFirst();
    if (!program.contains("/")) {
      return switch (error) {
        case "ENOENT" ->
            Optional.of(
                "no folder of its PATH has '" + program + "'; give its full path, or set PATH");
        case "EACCES" -> Optional.of("'" + program + "' in its PATH is not executable");
        default -> Optional.empty();
      };
    }
    Path file = Path.of(spec.execution().directory()).resolve(program).normalize();
    return switch (error) {
      case "ENOENT" ->
          Optional.of(Files.exists(file) ? interpreter(file) : "there is no file " + file);
      case "EACCES" -> Optional.of(denied(file));
      case "ENOEXEC" ->
          Optional.of(
              file + " is neither a program of this machine nor a script that begins with #!");
      case "E2BIG" -> Optional.of("its arguments and its environment are too long together");
      default -> Optional.empty();
    };
  }

  /** The file is there, so it is what the file asks for that is missing. */
  private static String interpreter(Path file) {
    String line;
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(FIRST_LINE), StandardCharsets.UTF_8);
      line = text.lines().findFirst().orElse("");
    } catch (IOException e) {
      line = "";
    }
    return line.startsWith("#!")
        ? "the first line of "
            + file
            + " asks for "
            + line.substring(2).strip()
            + ", which is missing"
        : "the loader that " + file + " asks for is missing: it was built for another system";
  }

  private static String denied(Path file) {
    if (Files.isDirectory(file)) {
      return file + " is a directory";
    }
    return Files.exists(file) && !Files.isExecutable(file)
        ? file + " is not executable; run: chmod +x " + file
        : "its user may not execute " + file;
  }

  private static Optional<String> directory(ProcessSpec spec, String error) {
    String directory = spec.execution().directory();
    return switch (error) {
      case "ENOENT" -> Optional.of("there is no directory " + directory);
      case "ENOTDIR" -> Optional.of(directory + " is not a directory");
      case "EACCES" ->
          Optional.of(
              spec.confinement().user().map(user -> "user " + user).orElse("the daemon's user")
                  + " may not enter "
                  + directory);
      default -> Optional.empty();
    };
  }
}
