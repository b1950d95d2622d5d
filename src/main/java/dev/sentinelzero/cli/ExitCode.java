package dev.sentinelzero.cli;

/** The exit codes of the CLI. */
public final class ExitCode {
  /** It is done. */
  public static final int DONE = 0;

  /** It failed. */
  public static final int FAILED = 1;

  /** The command line, or a file that it names, is wrong. */
  public static final int USAGE = 2;

  /** There is no such thing. */
  public static final int NOT_FOUND = 3;

  /** The daemon can't be reached. */
  public static final int UNREACHABLE = 4;

  /** It is refused in the present state. */
  public static final int CONFLICT = 5;

  /** It is not allowed. */
  public static final int FORBIDDEN = 6;

  /** Time ran out. */
  public static final int TIMED_OUT = 7;

  private ExitCode() {}

  /** The exit code for the {@code code} of a problem document or of a result. */
  static int of(String code) {
    return switch (code) {
      case "not_found" -> NOT_FOUND;
      case "conflict" -> CONFLICT;
      case "invalid" -> USAGE;
      case "forbidden" -> FORBIDDEN;
      case "timed_out" -> TIMED_OUT;
      default -> FAILED;
    };
  }
}
