package dev.sentinelzero.importing;

/** A file can't be imported; the message is for the user and quotes none of its values. */
public final class ImportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the user. */
  public ImportException(String message) {
    super(message);
  }
}
