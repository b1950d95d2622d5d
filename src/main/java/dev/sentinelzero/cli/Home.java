package dev.sentinelzero.cli;

import dev.sentinelzero.api.SocketPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's home.
 *
 * @param folder absolute path; need not exist
 * @param temporary the folder for temporary files, or empty
 */
record Home(Path folder, Optional<String> temporary) {

  /** The home of {@code --home}, SENTINELZERO_HOME, else of the user. */
  static Home of(Optional<String> option, Surroundings surroundings) {
    Optional<String> temporary =
        Optional.of(surroundings.variable("TMPDIR")).filter(text -> !text.isEmpty());
    String given = option.orElse(surroundings.variable("SENTINELZERO_HOME"));
    if (option.isPresent() && option.get().isEmpty()) {
      throw Failure.usage("--home needs a folder", "");
    }
    Path folder =
        given.isEmpty() ? usual(surroundings) : surroundings.workingDirectory().resolve(given);
    return new Home(folder.normalize(), temporary);
  }

  private static Path usual(Surroundings surroundings) {
    String home = surroundings.variable("HOME");
    if (System.getProperty("user.name", "").equals("root")) {
      return Path.of("/var/lib/sentinelzero");
    }
    String folder = home.isEmpty() ? System.getProperty("user.home", "/") : home;
    return surroundings.workingDirectory().resolve(folder).resolve(".sentinelzero");
  }

  /** The places where the socket can be, best first. */
  List<Path> sockets() {
    return SocketPath.candidates(folder, temporary.orElse(null));
  }

  /** The socket of the daemon that runs, or ran. */
  Optional<Path> socket() {
    return sockets().stream().filter(Files::exists).findFirst();
  }
}
