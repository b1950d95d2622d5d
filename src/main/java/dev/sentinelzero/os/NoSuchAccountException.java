package dev.sentinelzero.os;

/** There is no such user or group; the message is for the user. */
public final class NoSuchAccountException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says which. */
  public NoSuchAccountException(String message) {
    super(message);
  }
}
