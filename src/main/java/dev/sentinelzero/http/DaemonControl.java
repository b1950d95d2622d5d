package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.runtime.RefusedException;

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

  /** Who is told when something goes wrong, and whether it arrives. */
  ObjectNode notifications();

  /**
   * Sends a message that tries a target, and returns when it has arrived.
   *
   * @throws RefusedException when there is no such target, or it could not be reached
   */
  void testNotification(String target) throws RefusedException, InterruptedException;

  /** Begins to end the daemon; returns at once. */
  void stop(boolean keepProcesses);
}
