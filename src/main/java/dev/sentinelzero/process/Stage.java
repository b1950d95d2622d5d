package dev.sentinelzero.process;

import java.util.Locale;

/** The steps of a launch that can fail, in their order. */
public enum Stage {
  /** A value or secret of the definition could not be resolved. */
  PREPARE,
  /** The hook before the start failed. */
  HOOK,
  /** The keeper could not be started. */
  KEEPER,
  /** The log or a FIFO could not be made. */
  LOG,
  /** No more processes. */
  FORK,
  /** A new session could not be made. */
  SETSID,
  /** Standard input could not be opened. */
  STDIN,
  /** A resource limit was refused. */
  LIMITS,
  /** The niceness was refused. */
  NICE,
  /** The user or group could not be taken on. */
  USER,
  /** The working directory can't be entered. */
  DIRECTORY,
  /** The command can't be executed. */
  EXEC;

  /** The stage as it is written in files and shown to users. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The stage of a word.
   *
   * @throws IllegalArgumentException when there is no such stage
   */
  public static Stage of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
