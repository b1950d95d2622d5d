package dev.sentinelzero.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of a list of exits such as {@code restart_on: [1, 3-9, SIGSEGV, spawn]}. */
public sealed interface ExitMatch {
  /** Exit codes {@code from} to {@code to}, both included, 0 to 255. */
  record Codes(int from, int to) implements ExitMatch {
    @Override
    public String toString() {
      return from == to ? Integer.toString(from) : from + "-" + to;
    }
  }

  /** The end by a signal. */
  record BySignal(Signal signal) implements ExitMatch {
    @Override
    public String toString() {
      return signal.toString();
    }
  }

  /** A launch that failed before the command ran. */
  record Spawn() implements ExitMatch {
    @Override
    public String toString() {
      return "spawn";
    }
  }

  /** A run that was ended because a probe or a time limit said so. */
  record Unhealthy() implements ExitMatch {
    @Override
    public String toString() {
      return "unhealthy";
    }
  }

  /** Whether the exit is one of those meant. */
  default boolean matches(Exit exit) {
    return switch (this) {
      case Codes codes ->
          exit instanceof Exit.Code code
              && code.status() >= codes.from()
              && code.status() <= codes.to();
      case BySignal by ->
          exit instanceof Exit.Signalled signalled && signalled.signal().equals(by.signal());
      case Spawn() -> exit instanceof Exit.NotSpawned;
      case Unhealthy() -> exit instanceof Exit.Failing;
    };
  }

  /**
   * Reads an entry: a code, a range, a signal's name, {@code spawn} or {@code unhealthy}.
   *
   * @throws IllegalArgumentException with a message for the user when it is none of them
   */
  static ExitMatch parse(String text) {
    if (text.strip().equalsIgnoreCase("spawn")) {
      return new Spawn();
    }
    if (text.strip().equalsIgnoreCase("unhealthy")) {
      return new Unhealthy();
    }
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return signal(text);
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    if (from > to || to > 255) {
      throw new IllegalArgumentException("'" + text + "' is not a range of exit codes 0 to 255");
    }
    return new Codes(from, to);
  }

  private static ExitMatch signal(String text) {
    try {
      return new BySignal(Signal.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not an exit: write a code, a range such as 3-9, a signal such as SIGSEGV, spawn or"
              + " unhealthy",
          e);
    }
  }

  /** A code or a range of codes. */
  Pattern RANGE = Pattern.compile("\\s*(\\d{1,3})\\s*(?:-\\s*(\\d{1,3})\\s*)?");
}
