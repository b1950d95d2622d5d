package dev.sentinelzero.os;

import java.util.Locale;

/**
 * The system this runs on.
 *
 * @param system the operating system
 * @param architecture {@code x86_64} or {@code aarch64}; another one as the JVM names it
 */
public record Platform(System system, String architecture) {
  /** The supported operating systems. */
  public enum System {
    /** Linux 5.10 or later. */
    LINUX,
    /** macOS 13 or later. */
    MACOS
  }

  private static final Platform CURRENT =
      of(java.lang.System.getProperty("os.name"), java.lang.System.getProperty("os.arch"));

  /** Where we are; whatever is not macOS is treated as Linux. */
  public static Platform current() {
    return CURRENT;
  }

  static Platform of(String system, String architecture) {
    boolean mac = system.toLowerCase(Locale.ROOT).startsWith("mac");
    String known =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> architecture;
        };
    return new Platform(mac ? System.MACOS : System.LINUX, known);
  }

  /** Whether this is Linux. */
  public boolean isLinux() {
    return system == System.LINUX;
  }

  /** The name under which files of this platform are kept, such as {@code linux-x86_64}. */
  public String directory() {
    return system.name().toLowerCase(Locale.ROOT) + "-" + architecture;
  }

  /** One of two values: the first on Linux, the second on macOS. */
  int pick(int linux, int macos) {
    return isLinux() ? linux : macos;
  }
}
