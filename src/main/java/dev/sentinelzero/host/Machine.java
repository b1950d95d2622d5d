package dev.sentinelzero.host;

import java.nio.file.Path;

/**
 * What of this machine matters to a service.
 *
 * @param manager who starts services here
 * @param root of the file system: {@code /}, in tests a folder
 * @param user who asks
 */
public record Machine(Manager manager, Path root, User user) {
  /** Who starts services. */
  public enum Manager {
    /** macOS. */
    LAUNCHD,
    /** Linux. */
    SYSTEMD
  }

  /**
   * Who asks.
   *
   * @param uid number
   * @param name account
   * @param home absolute path
   */
  public record User(long uid, String name, Path home) {
    /** Whether everything is allowed. */
    public boolean root() {
      return uid == 0;
    }
  }

  /** This machine and the user who runs this. */
  public static Machine here() {
    String system = System.getProperty("os.name", "");
    User user =
        new User(
            new com.sun.security.auth.module.UnixSystem().getUid(),
            System.getProperty("user.name"),
            Path.of(System.getProperty("user.home")));
    Manager manager = system.startsWith("Mac") ? Manager.LAUNCHD : Manager.SYSTEMD;
    return new Machine(manager, Path.of("/"), user);
  }
}
