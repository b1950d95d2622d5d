package dev.sentinelzero.schedule;

import java.time.Instant;

/**
 * What a period is measured from.
 *
 * @param armedAt when the schedule was armed
 * @param last the last run
 */
public record Anchor(Instant armedAt, LastRun last) {
  /** How far the last run got. */
  public sealed interface LastRun {
    /** There was none since the schedule was armed. */
    record None() implements LastRun {}

    /** It is active. */
    record Active() implements LastRun {}

    /** It ended. */
    record Ended(Instant at) implements LastRun {}
  }

  /** Armed, and nothing ran yet. */
  public static Anchor armed(Instant at) {
    return new Anchor(at, new LastRun.None());
  }

  /** The same once a run is active. */
  public Anchor active() {
    return new Anchor(armedAt, new LastRun.Active());
  }

  /** The same once the last run ended. */
  public Anchor ended(Instant at) {
    return new Anchor(armedAt, new LastRun.Ended(at));
  }
}
