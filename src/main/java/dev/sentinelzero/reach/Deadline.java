package dev.sentinelzero.reach;

import dev.sentinelzero.health.Result;
import dev.sentinelzero.units.Durations;
import java.time.Duration;

/** Until when something may take. */
public record Deadline(long nanos, Duration allowed) {
  /** From now on so long. */
  public static Deadline in(Duration allowed) {
    return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return left() <= 0;
  }

  /** Nanoseconds that are left; negative when it is over. */
  public long left() {
    return nanos - System.nanoTime();
  }

  /** What a probe has found when it is over. */
  public Result.Failed missed() {
    return new Result.Failed("no answer within " + Durations.format(allowed));
  }
}
