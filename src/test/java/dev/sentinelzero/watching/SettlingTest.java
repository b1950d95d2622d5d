package dev.sentinelzero.watching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private static final long SECOND = 1_000_000_000L;

  private final Settling settling = new Settling(Duration.ofMillis(500));
  private long now = 7 * SECOND;

  private Optional<Settling.Decision> after(Duration pause) {
    now += pause.toNanos();
    return settling.decide(now);
  }

  private Optional<Settling.Decision> changedAndQuiet(String path) {
    settling.changed(path, now);
    return after(Duration.ofSeconds(1));
  }

  @Test
  void nothingFollowsFromNothing() {
    assertThat(settling.due()).isEmpty();
    assertThat(after(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void aRestartWaitsUntilNothingChanges() {
    settling.changed("src/a", now);
    assertThat(after(Duration.ofMillis(400))).isEmpty();
    settling.changed("src/b", now);
    assertThat(after(Duration.ofMillis(400))).isEmpty();
    assertThat(after(Duration.ofMillis(99))).isEmpty();
    assertThat(after(Duration.ofMillis(1)))
        .contains(new Settling.Decision.Restart("src/a changed (and 1 more)"));
    assertThat(settling.due()).isEmpty();
  }

  @Test
  void theSameFileCountsOnce() {
    settling.changed("src/a", now);
    settling.changed("src/a", now);
    assertThat(after(Duration.ofMillis(500)))
        .contains(new Settling.Decision.Restart("src/a changed"));
  }

  @Test
  void restartsAreASecondApart() {
    settling.changed("a", now);
    assertThat(after(Duration.ofMillis(500))).isPresent();
    settling.changed("b", now);
    assertThat(after(Duration.ofMillis(999))).isEmpty();
    assertThat(after(Duration.ofMillis(1))).contains(new Settling.Decision.Restart("b changed"));
  }

  @Test
  void aLongDebounceKeepsRestartsApartByItself() {
    Settling slow = new Settling(Duration.ofSeconds(5));
    slow.changed("a", 0);
    assertThat(slow.decide(5 * SECOND)).isPresent();
    slow.changed("b", 5 * SECOND);
    assertThat(slow.due()).hasValue(10 * SECOND);
  }

  private void exhaust() {
    for (int at = 0; at < Settling.BURST; at++) {
      assertThat(changedAndQuiet("log")).contains(new Settling.Decision.Restart("log changed"));
    }
    Optional<Settling.Decision> last = changedAndQuiet("log");
    assertThat(last).get().isInstanceOf(Settling.Decision.Pause.class);
    assertThat(((Settling.Decision.Pause) last.orElseThrow()).text())
        .startsWith("log changed after 10 restarts within a minute");
  }

  @Test
  void whoIsRestartedAgainAndAgainIsLeftAlone() {
    exhaust();
    for (int at = 0; at < 200; at++) {
      assertThat(changedAndQuiet("log")).isEmpty();
    }
  }

  @Test
  void afterAQuietMinuteTheNextChangeCounts() {
    exhaust();
    assertThat(after(Duration.ofSeconds(59))).isEmpty();
    assertThat(after(Duration.ofSeconds(1))).get().isInstanceOf(Settling.Decision.Resume.class);
    assertThat(settling.due()).as("what changed meanwhile is forgotten").isEmpty();
    assertThat(changedAndQuiet("src")).contains(new Settling.Decision.Restart("src changed"));
  }

  @Test
  void aResetEndsThePause() {
    exhaust();
    assertThat(settling.reset()).isTrue();
    assertThat(settling.reset()).isFalse();
    assertThat(changedAndQuiet("src")).contains(new Settling.Decision.Restart("src changed"));
  }

  @Test
  void slowOnesAreLeftAloneAfterAnHour() {
    int restarts = 0;
    Optional<Settling.Decision> decision = Optional.empty();
    while (!(decision.orElse(null) instanceof Settling.Decision.Pause) && restarts < 1000) {
      settling.changed("log", now);
      decision = after(Duration.ofSeconds(30));
      restarts++;
    }
    assertThat(restarts).isEqualTo(Settling.MOST + 1);
  }

  @Test
  void oneADayIsNeverTooMuch() {
    for (int at = 0; at < 500; at++) {
      settling.changed("src", now);
      assertThat(after(Duration.ofHours(24))).get().isInstanceOf(Settling.Decision.Restart.class);
    }
  }
}
