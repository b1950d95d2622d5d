package dev.sentinelzero.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  private static final Set<String> WORDS = Set.of("true", "all", "false", "none");

  /** Names in a label that no target has. */
  public static List<String> unknown(String label, List<Target> targets) {
    List<String> words = new ArrayList<>(names(label));
    words.removeIf(word -> WORDS.contains(word));
    words.removeIf(word -> targets.stream().anyMatch(target -> target.name().equals(word)));
    return words;
  }

  private static List<String> names(String label) {
    return label.isBlank() ? List.of() : List.of(label.strip().split("[,\\s]+"));
  }

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
    return names(label).contains(target.name());
  }
}
