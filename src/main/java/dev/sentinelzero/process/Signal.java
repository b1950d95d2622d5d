package dev.sentinelzero.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A signal by its name; numbers differ between systems and are known to {@code os} only.
 *
 * @param name without {@code SIG}, such as {@code TERM}; {@code 34} and the like for signals
 *     without a name
 */
public record Signal(String name) {
  /** Names that every supported system knows. */
  public static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN", "TTOU", "IO",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "SYS");

  private static final Map<String, String> SAME_NUMBER_EVERYWHERE =
      Map.of(
          "1", "HUP", "2", "INT", "3", "QUIT", "6", "ABRT", "9", "KILL", "14", "ALRM", "15",
          "TERM");

  /** Asks a process to end. */
  public static final Signal TERM = new Signal("TERM");

  /** Ends a process at once. */
  public static final Signal KILL = new Signal("KILL");

  /** Asks a process to read its configuration again, by custom. */
  public static final Signal HUP = new Signal("HUP");

  /**
   * Reads a signal as users type it: {@code TERM}, {@code SIGTERM}, {@code term}, or one of the
   * numbers that POSIX fixes.
   *
   * @throws IllegalArgumentException with a message for the user when there is no such signal
   */
  public static Signal parse(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    name = SAME_NUMBER_EVERYWHERE.getOrDefault(name, name);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a signal; write a name such as TERM, INT, HUP, USR1 or KILL");
    }
    return new Signal(name);
  }

  /** The full name, such as {@code SIGTERM}. */
  @Override
  public String toString() {
    return "SIG" + name;
  }
}
