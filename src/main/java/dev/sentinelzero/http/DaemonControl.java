package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API asks of the daemon itself. */
public interface DaemonControl {
  /** What it is: version, pid, home and so on. */
  ObjectNode describe();

  /**
   * Changes how much is logged, while running.
   *
   * @throws IllegalArgumentException when there is no such level
   */
  void logLevel(String level);

  /** Begins to end the daemon; returns at once. */
  void stop(boolean keepProcesses);
}
