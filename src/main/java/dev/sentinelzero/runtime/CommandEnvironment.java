package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Gives a command beside a run the run's own environment. */
public final class CommandEnvironment {
  private CommandEnvironment() {}

  /**
   * Replaces the environment of a command.
   *
   * @param entries {@code NAME=VALUE} in bytes, without NUL
   */
  public static void set(ProcessBuilder builder, List<byte[]> entries) {
    builder.environment().clear();
    for (byte[] entry : entries) {
      String[] pair = new String(entry, UTF_8).split("=", 2);
      builder.environment().put(pair[0], pair[1]);
    }
  }
}
