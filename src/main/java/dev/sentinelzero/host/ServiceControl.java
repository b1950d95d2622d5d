package dev.sentinelzero.host;

import java.util.List;

/** Runs the system's own service commands: launchctl, systemctl, loginctl. */
public interface ServiceControl {
  /**
   * How a command ended.
   *
   * @param status exit status; 127 when there is no such program, 124 when it didn't end in time
   * @param output what it printed on both streams
   */
  record Outcome(int status, String output) {
    /** Whether it did what it was asked to. */
    public boolean succeeded() {
      return status == 0;
    }

    /** The first line of what it printed, or its status; for messages. */
    public String brief() {
      return output
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElse("exit " + status);
    }
  }

  /**
   * Runs a command and waits for its end, at most a minute.
   *
   * @param command program and arguments; the program is looked up on PATH
   */
  Outcome run(List<String> command);
}
