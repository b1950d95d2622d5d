package dev.sentinelzero.host;

/** A service can't be installed, removed or looked at. The message is for the user. */
public final class ServiceException extends Exception {
  private static final long serialVersionUID = 1;

  private final Code code;
  private final String hint;

  /** What kind of trouble it is. */
  public enum Code {
    /** Not enough rights: exit 6. */
    FORBIDDEN,
    /** The machine has no such service manager, or it doesn't run: exit 5. */
    UNAVAILABLE,
    /** A command or a file operation failed: exit 1. */
    FAILED
  }

  /**
   * Trouble.
   *
   * @param message what and why
   * @param hint the next step; empty: none
   */
  public ServiceException(Code code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  /** What kind of trouble it is. */
  public Code code() {
    return code;
  }

  /** The next step; empty: none. */
  public String hint() {
    return hint;
  }
}
