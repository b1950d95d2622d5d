package dev.sentinelzero.daemon;

import dev.sentinelzero.os.Keepers;
import dev.sentinelzero.os.NotifySocket;
import dev.sentinelzero.os.Platform;
import dev.sentinelzero.probes.NotifyBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where processes say how they are. The kernel vouches for who speaks, so the socket may be open to
 * all; as root it lies outside of the home, which processes of other users can't enter.
 */
final class Ears implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ears.class);
  private static final Path RUN = Path.of("/run");

  private final NotifyBoard board = new NotifyBoard();
  private final Optional<NotifySocket> socket;

  private Ears(Home home, Keepers keepers) {
    this.socket = Platform.current().isLinux() ? bind(home, keepers) : Optional.empty();
  }

  /** Listens; where that can't be, processes are not heard and everything else goes on. */
  static Ears open(Home home, Keepers keepers) {
    return new Ears(home, keepers);
  }

  private Optional<NotifySocket> bind(Home home, Keepers keepers) {
    try {
      Path path = place(home);
      NotifySocket bound =
          new NotifySocket(
              path,
              (pid, message) ->
                  keepers.runOf(pid).ifPresent(run -> board.heard(run.id().value(), message)));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
      return Optional.of(bound);
    } catch (IOException e) {
      LOG.warn("processes can't say how they are (notify): {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Path place(Home home) throws IOException {
    if (!"root".equals(System.getProperty("user.name")) || !Files.isWritable(RUN)) {
      return home.path().resolve("notify.sock");
    }
    Path folder =
        RUN.resolve("sentinelzero-" + Integer.toHexString(home.path().toString().hashCode()));
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    return folder.resolve("notify.sock");
  }

  NotifyBoard board() {
    return board;
  }

  /** The socket's name; absent where nothing is heard. */
  Optional<String> socket() {
    return socket.map(NotifySocket::name);
  }

  @Override
  public void close() {
    socket.ifPresent(NotifySocket::close);
  }
}
