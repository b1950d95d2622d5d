package dev.sentinelzero.schedule;

/**
 * What becomes of a fire, a run being active or not.
 *
 * @param action what to do
 * @param cause why
 */
public record Collision(Action action, Cause cause) {
  /** The most fires that wait for the end of a run; those beyond are dropped. */
  public static final int MOST_WAITING = 100;

  /** What to do with a fire. */
  public enum Action {
    /** Begin a run; beside an active one where overlap is allowed. */
    RUN,
    /** Let it wait for the end of the run, behind those that wait already. */
    WAIT,
    /** Stop the active run, then begin a new one. */
    REPLACE,
    /** Drop it, and record it with the reason. */
    SKIP
  }

  /**
   * Decides about a fire that is due.
   *
   * @param active whether a run of the process is active
   * @param waiting how many fires wait already
   */
  public static Collision decide(Overlap overlap, boolean active, int waiting) {
    if (!active && waiting == 0) {
      return new Collision(Action.RUN, new Cause("overlap_none", "no run was active"));
    }
    return switch (overlap) {
      case SKIP -> of(Action.SKIP, overlap, "the last run was still active");
      case QUEUE -> queue(waiting);
      case REPLACE -> of(Action.REPLACE, overlap, "the last run was still active and is replaced");
      case ALLOW ->
          of(Action.RUN, overlap, "the last run was still active; a second one is allowed");
    };
  }

  private static Collision queue(int waiting) {
    if (waiting >= MOST_WAITING) {
      return new Collision(
          Action.SKIP,
          new Cause(
              "overlap_queue_full", "the last run was active and " + waiting + " fires wait"));
    }
    return of(Action.WAIT, Overlap.QUEUE, "waits for the last run, behind " + waiting + " others");
  }

  private static Collision of(Action action, Overlap overlap, String text) {
    return new Collision(
        action, new Cause("overlap_" + overlap.word(), text + " (overlap " + overlap.word() + ")"));
  }
}
