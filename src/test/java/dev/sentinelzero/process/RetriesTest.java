package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void countsRestartsAndThoseWithAPauseApart() {
    Retries retries = Retries.NONE.and(AT, true).and(AT.plusSeconds(1), false);
    assertThat(retries).isEqualTo(new Retries(2, 1, List.of(AT, AT.plusSeconds(1))));
    assertThat(retries.withoutPauses())
        .isEqualTo(new Retries(2, 0, List.of(AT, AT.plusSeconds(1))));
  }

  @Test
  void aWindowEndsNowAndItsBeginningIsOutside() {
    Retries retries = Retries.NONE.and(AT.minusSeconds(60), true).and(AT.minusSeconds(59), true);
    assertThat(retries.within(Duration.ofSeconds(60), AT)).isEqualTo(1);
    assertThat(retries.within(Duration.ofSeconds(61), AT)).isEqualTo(2);
    assertThat(retries.within(Duration.ofSeconds(1), AT)).isZero();
  }

  @Test
  void theOldestTimesAreForgottenButCounted() {
    Retries retries = Retries.NONE;
    for (int i = 0; i < Retries.REMEMBERED; i++) {
      retries = retries.and(AT.plusSeconds(i), true);
    }
    assertThat(retries.times()).hasSize(Retries.REMEMBERED).startsWith(AT);
    Retries more = retries.and(AT.plusSeconds(Retries.REMEMBERED), true);
    assertThat(more.times())
        .hasSize(Retries.REMEMBERED)
        .startsWith(AT.plusSeconds(1))
        .endsWith(AT.plusSeconds(Retries.REMEMBERED));
    assertThat(more.consecutive()).isEqualTo(Retries.REMEMBERED + 1);
  }
}
