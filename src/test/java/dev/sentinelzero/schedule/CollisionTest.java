package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Collision.Action;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fires that meet a run, and fires that make room for each other. */
class CollisionTest {
  @ParameterizedTest
  @EnumSource
  void aFireThatMeetsNothingRuns(Overlap overlap) {
    Collision collision = Collision.decide(overlap, false, 0);
    assertThat(collision.action()).isEqualTo(Action.RUN);
    assertThat(collision.cause().code()).isEqualTo("overlap_none");
  }

  @ParameterizedTest
  @CsvSource({
    "SKIP,0,SKIP,overlap_skip",
    "QUEUE,0,WAIT,overlap_queue",
    "QUEUE,99,WAIT,overlap_queue",
    "QUEUE,100,SKIP,overlap_queue_full",
    "REPLACE,0,REPLACE,overlap_replace",
    "ALLOW,0,RUN,overlap_allow"
  })
  void aFireThatMeetsARunGoesByTheRule(Overlap overlap, int waiting, Action action, String code) {
    Collision collision = Collision.decide(overlap, true, waiting);
    assertThat(collision.action()).isEqualTo(action);
    assertThat(collision.cause().code()).isEqualTo(code);
    assertThat(collision.cause().text()).isNotBlank();
  }

  @Test
  void aFireWaitsBehindThoseThatWaitThoughNoRunIsActiveJustNow() {
    assertThat(Collision.decide(Overlap.QUEUE, false, 1).action()).isEqualTo(Action.WAIT);
  }

  @Test
  void theJitterFollowsFromTheProcessAndThePlannedInstant() {
    Instant at = Instant.parse("2026-11-24T02:00:00Z");
    Duration jitter = Duration.ofMinutes(5);
    assertThat(Jitter.delay(Duration.ZERO, "a", at)).isZero();
    // Written down: another version has to compute the same, else a restart would fire twice.
    assertThat(Jitter.delay(jitter, "backup", at)).isEqualTo(Duration.ofMillis(237_700));
    assertThat(Jitter.delay(jitter, "backup", at.plusSeconds(86_400)))
        .isNotEqualTo(Jitter.delay(jitter, "backup", at));
    assertThat(Jitter.delay(jitter, "backup2", at))
        .isNotEqualTo(Jitter.delay(jitter, "backup", at));
  }

  @Test
  void theJitterIsSpreadUniformly() {
    int[] buckets = new int[11];
    Instant at = Instant.parse("2026-11-24T02:00:00Z");
    int fires = 110_000;
    for (int i = 0; i < fires; i++) {
      buckets[
          (int)
              Jitter.delay(Duration.ofMillis(10), "p" + i % 100, at.plusSeconds(i / 100 * 60L))
                  .toMillis()]++;
    }
    double chiSquare = 0;
    for (int count : buckets) {
      chiSquare += (count - 10_000.0) * (count - 10_000.0) / 10_000;
    }
    // Ten degrees of freedom: beyond 35 by chance once in ten thousand; the hash is fixed.
    assertThat(chiSquare).isLessThan(35);
  }
}
