package dev.sentinelzero.host;

import java.nio.file.Path;

/**
 * What is to be installed.
 *
 * @param home absolute home of the daemon
 * @param scope for whom
 * @param launcher absolute path of the program that the service starts: the script, which finds
 *     Java anew at each start, never a Java
 * @param path the PATH of the service and of the processes that name none, such as the login
 *     shell's
 */
public record Request(Path home, Scope scope, Path launcher, String path) {
  /** For whom a service is. */
  public enum Scope {
    /** One user's, as that user. */
    USER,
    /** The machine's, as root. */
    SYSTEM
  }

  /**
   * Checks what every service file needs.
   *
   * @throws IllegalArgumentException when a path is relative or holds a control character
   */
  public Request {
    absolute("home", home);
    absolute("launcher", launcher);
    printable("PATH", path);
  }

  private static void absolute(String what, Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(what + " is not an absolute path: " + path);
    }
    printable(what, path.toString());
  }

  private static void printable(String what, String text) {
    // Neither a unit nor XML 1.0 can carry them all; nobody needs them.
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " holds a control character");
    }
  }
}
