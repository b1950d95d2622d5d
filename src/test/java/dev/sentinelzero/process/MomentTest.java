package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final Instant WALL = Instant.parse("2026-03-01T12:00:00Z");
  private static final Moment NOW = new Moment(WALL, 500);

  @Property
  void laterBySomethingIsThatMuchLater(
      @ForAll @LongRange(min = -1_000_000_000_000_000L, max = 1_000_000_000_000_000L) long nanos) {
    Duration step = Duration.ofNanos(nanos);
    Moment other = NOW.plus(step);
    assertThat(other.since(NOW)).isEqualTo(step);
    assertThat(other.wall()).isEqualTo(WALL.plus(step));
    assertThat(other.reachedAt(NOW)).isEqualTo(nanos <= 0);
    assertThat(NOW.reachedAt(other)).isEqualTo(nanos >= 0);
  }

  @Test
  void theWallClockMayJumpWithoutAnythingFallingDue() {
    Moment due = NOW.plus(Duration.ofSeconds(10));
    Moment jumped = new Moment(WALL.plus(Duration.ofDays(365)), 600);
    assertThat(due.reachedAt(jumped)).isFalse();
    assertThat(jumped.since(NOW)).isEqualTo(Duration.ofNanos(100));
  }

  @Test
  void aClockThatWrapsAroundIsStillSubtracted() {
    Moment before = new Moment(WALL, Long.MAX_VALUE - 5);
    Moment after = new Moment(WALL, Long.MIN_VALUE + 5);
    assertThat(before.reachedAt(after)).isTrue();
    assertThat(after.reachedAt(before)).isFalse();
    assertThat(after.since(before)).isEqualTo(Duration.ofNanos(11));
  }

  @Test
  void whatIsFurtherThanACenturyIsACenturyAwayOnTheClockThatCounts() {
    Moment far = NOW.plus(Duration.ofDays(500_000));
    assertThat(far.since(NOW)).isEqualTo(Duration.ofDays(36_500));
    assertThat(far.wall()).isEqualTo(WALL.plus(Duration.ofDays(500_000)));
    assertThat(NOW.plus(Duration.ofDays(36_500)).since(NOW)).isEqualTo(Duration.ofDays(36_500));
  }
}
