package dev.sentinelzero.alerts;

import java.util.List;

/**
 * What is delivered as one message.
 *
 * @param pending all of it, oldest first, at least one
 * @param dropped how many earlier alerts are lost because too many waited, or for too long
 */
public record Batch(List<Pending> pending, int dropped) {
  /** So many alerts are named in a message. */
  public static final int NAMED = 20;

  /** Those that are named. */
  public List<Alert> named() {
    return pending.stream().limit(NAMED).map(Pending::alert).toList();
  }

  /** How many more there are. */
  public int unnamed() {
    return Math.max(0, pending.size() - NAMED);
  }

  /**
   * The message for people.
   *
   * @param host where it happened
   */
  public String text(String host) {
    String lost = dropped == 0 ? "" : "\n" + dropped + " earlier events could not be delivered";
    if (pending.size() == 1) {
      return "[" + host + "] " + pending.getFirst().alert().line() + lost;
    }
    StringBuilder text = new StringBuilder("[" + host + "] " + pending.size() + " events");
    named().forEach(alert -> text.append("\n- ").append(alert.line()));
    if (unnamed() > 0) {
      text.append("\n- and ").append(unnamed()).append(" more");
    }
    return text.append(lost).toString();
  }
}
