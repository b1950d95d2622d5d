package dev.sentinelzero.process;

/**
 * A process that is known.
 *
 * @param name its name, unique ignoring case
 * @param project who owns it; {@code -} for processes made by hand
 * @param spec what it is
 */
public record Definition(ProcessName name, String project, ProcessSpec spec) {
  /** The project of processes made by hand. */
  public static final String BY_HAND = "-";
}
