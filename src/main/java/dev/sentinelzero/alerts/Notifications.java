package dev.sentinelzero.alerts;

import java.time.Duration;
import java.util.List;

/**
 * Who is told of what.
 *
 * @param targets where messages go
 * @param rules when they are sent
 * @param afterRestarts so many restarts in a row count as failed
 * @param recoveredAfter so long a process must be well before it has recovered
 */
public record Notifications(
    List<Target> targets, Outgoing.Rules rules, int afterRestarts, Duration recoveredAfter) {
  /** The label by which a process says who is told of it. */
  public static final String LABEL = "notify";

  /**
   * Whether a target is told of a process.
   *
   * @param label what the process says: names of targets separated by commas; {@code false} or
   *     {@code none} for nobody; empty for all
   */
  public static boolean isTold(Target target, String label) {
    if (label.isBlank() || label.equals("true") || label.equals("all")) {
      return true;
    }
    return List.of(label.split("[,\\s]+")).contains(target.name());
  }
}
