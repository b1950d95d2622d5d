package dev.sentinelzero.probes;

import dev.sentinelzero.health.Result;
import dev.sentinelzero.units.Durations;
import java.time.Duration;

/** Until when a probe may take. */
record Deadline(long nanos, Duration allowed) {
  static Deadline in(Duration allowed) {
    return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
  }

  boolean isOver() {
    return left() <= 0;
  }

  /** Nanoseconds that are left; negative when it is over. */
  long left() {
    return nanos - System.nanoTime();
  }

  /** What a probe has found when it is over. */
  Result.Failed missed() {
    return new Result.Failed("no answer within " + Durations.format(allowed));
  }
}
