package dev.sentinelzero.cli;

import java.util.Optional;

/** Ends a verb: what went wrong and why in one line, the exit code, and the next step. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exitCode;
  private final transient Optional<String> hint;

  private Failure(int exitCode, String message, Optional<String> hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  static Failure of(int exitCode, String message) {
    return new Failure(exitCode, message, Optional.empty());
  }

  static Failure of(int exitCode, String message, String hint) {
    return new Failure(exitCode, message, Optional.of(hint).filter(text -> !text.isEmpty()));
  }

  /** A wrong command line. */
  static Failure usage(String message, String hint) {
    return of(ExitCode.USAGE, message, hint);
  }

  int exitCode() {
    return exitCode;
  }

  Optional<String> hint() {
    return hint;
  }

  /** The message; always there. */
  String text() {
    return String.valueOf(getMessage());
  }
}
