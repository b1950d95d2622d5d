package dev.sentinelzero.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes sure that a folder is ours alone: who can write into it can run commands as us. */
public final class HomeCheck {
  private static final int GROUP_AND_OTHERS = 0077;

  private HomeCheck() {}

  /** A folder that we don't trust; the message is for the user. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Makes the folder with mode 0700, or checks the one that is there.
   *
   * @throws Refused when it isn't a folder, isn't ours, or others may enter it
   * @throws IOException when it can't be made or looked at
   */
  public static void ensure(Path home) throws IOException {
    if (Files.notExists(home)) {
      Path parent = home.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    check(home);
  }

  /**
   * Checks a folder.
   *
   * @throws Refused when it isn't a folder, isn't ours, or others may enter it
   * @throws IOException when it can't be looked at
   */
  public static void check(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      throw new Refused(home + " is not a directory");
    }
    long owner = Integer.toUnsignedLong((int) Files.getAttribute(home, "unix:uid"));
    if (owner != Pids.user()) {
      throw new Refused(
          "%s belongs to user id %d, and this runs as %d; choose another home with --home DIR"
              .formatted(home, owner, Pids.user()));
    }
    int mode = (int) Files.getAttribute(home, "unix:mode") & 0777;
    if ((mode & GROUP_AND_OTHERS) != 0) {
      throw new Refused(
          "%s is open to other users (mode %04o); run: chmod 700 %s".formatted(home, mode, home));
    }
  }
}
