package dev.sentinelzero.os;

import dev.sentinelzero.process.Signal;
import java.util.List;

/** The numbers of signals, which differ between systems. */
public final class Signals {
  private static final List<String> LINUX =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");
  private static final List<String> MACOS =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "EMT", "FPE", "KILL", "BUS", "SEGV", "SYS",
          "PIPE", "ALRM", "TERM", "URG", "STOP", "TSTP", "CONT", "CHLD", "TTIN", "TTOU", "IO",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "INFO", "USR1", "USR2");

  private Signals() {}

  /** The signal of a number of this system; its name is the number where it has no other. */
  public static Signal of(int number) {
    return of(number, Platform.current());
  }

  /**
   * The number of a signal on this system, 1 to 64.
   *
   * @throws IllegalArgumentException when this system has no such signal
   */
  public static int number(Signal signal) {
    return number(signal, Platform.current());
  }

  static Signal of(int number, Platform platform) {
    List<String> names = platform.isLinux() ? LINUX : MACOS;
    boolean named = number >= 1 && number <= names.size();
    return new Signal(named ? names.get(number - 1) : Integer.toString(number));
  }

  static int number(Signal signal, Platform platform) {
    int index = (platform.isLinux() ? LINUX : MACOS).indexOf(signal.name());
    if (index >= 0) {
      return index + 1;
    }
    if (signal.name().matches("[1-9]|[1-5][0-9]|6[0-4]")) {
      return Integer.parseInt(signal.name());
    }
    throw new IllegalArgumentException("this system has no signal " + signal);
  }
}
