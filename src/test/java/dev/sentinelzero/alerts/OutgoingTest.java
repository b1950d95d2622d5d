package dev.sentinelzero.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Outgoing outgoing =
      new Outgoing(new Outgoing.Rules(WINDOW, 2, Duration.ofMinutes(10)));
  private Moment now = new Moment(Instant.parse("2026-03-01T12:00:00Z"), -3_000_000_000L);
  private int serial;

  private Optional<Pending> happens() {
    Alert alert = new Alert(Kind.FAILED, "web/" + serial, now.wall(), new Reason("x", "y"));
    return outgoing.accept(new Pending("alert/" + serial++, alert), now);
  }

  private Optional<Batch> after(Duration time) {
    now = now.plus(time);
    return outgoing.due(now);
  }

  private Batch deliverAfter(Duration time) {
    Batch batch = after(time).orElseThrow();
    outgoing.delivered(batch, now);
    return batch;
  }

  @Test
  void nothingIsSentOfNothing() {
    assertThat(outgoing.next(now)).isEmpty();
    assertThat(after(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void whatHappensWithinTheWindowIsOneMessage() {
    for (int at = 0; at < 100; at++) {
      happens();
      now = now.plus(Duration.ofMillis(90));
    }
    assertThat(outgoing.due(now)).as("9 s after the first").isEmpty();
    assertThat(outgoing.next(now)).contains(Duration.ofSeconds(1));
    Batch batch = deliverAfter(Duration.ofSeconds(1));
    assertThat(batch.pending()).hasSize(100);
    assertThat(batch.named()).hasSize(20);
    assertThat(batch.unnamed()).isEqualTo(80);
    assertThat(outgoing.waiting()).isZero();
  }

  @Test
  void whatHappensWhileItIsSentComesWithTheNext() {
    happens();
    Batch batch = after(WINDOW).orElseThrow();
    happens();
    outgoing.delivered(batch, now);
    assertThat(outgoing.waiting()).isEqualTo(1);
    assertThat(outgoing.next(now)).contains(WINDOW);
  }

  @Test
  void theLimitHoldsBackAndLosesNothing() {
    happens();
    deliverAfter(WINDOW);
    happens();
    deliverAfter(WINDOW);
    happens();
    happens();
    assertThat(after(WINDOW)).isEmpty();
    assertThat(outgoing.next(now)).contains(Duration.ofMinutes(10).minus(WINDOW.multipliedBy(2)));
    happens();
    Batch batch = deliverAfter(Duration.ofMinutes(10).minus(WINDOW.multipliedBy(2)));
    assertThat(batch.pending()).hasSize(3);
  }

  @Test
  void failuresAreTriedAgainAfterPausesThatDouble() {
    happens();
    after(WINDOW);
    assertThat(outgoing.failed(now, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(after(Duration.ofMillis(999))).isEmpty();
    happens();
    assertThat(after(Duration.ofMillis(1)).orElseThrow().pending()).hasSize(2);
    assertThat(outgoing.failed(now, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(outgoing.failed(now, 1)).isEqualTo(Duration.ofMillis(4800));
    for (int at = 0; at < 100; at++) {
      assertThat(outgoing.failed(now, 1)).isLessThanOrEqualTo(Duration.ofMinutes(6));
    }
    deliverAfter(Duration.ofMinutes(6));
    happens();
    after(WINDOW);
    assertThat(outgoing.failed(now, 0)).as("from the beginning").isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void tooManyPushTheOldestOutAndAreCounted() {
    for (int at = 0; at < Outgoing.MOST; at++) {
      assertThat(happens()).isEmpty();
    }
    assertThat(happens().map(Pending::key)).contains("alert/0");
    assertThat(happens().map(Pending::key)).contains("alert/1");
    Batch batch = after(WINDOW).orElseThrow();
    assertThat(batch.pending()).hasSize(Outgoing.MOST);
    assertThat(batch.dropped()).isEqualTo(2);
    assertThat(batch.text("box")).endsWith("\n2 earlier events could not be delivered");
    happens();
    outgoing.delivered(batch, now);
    assertThat(deliverAfter(WINDOW).dropped()).as("what came meanwhile").isEqualTo(1);
  }

  @Test
  void tooOldOnesAreDroppedAndCounted() {
    happens();
    now = now.plus(Duration.ofHours(23));
    happens();
    assertThat(outgoing.expire(now)).isEmpty();
    now = now.plus(Duration.ofHours(1).plusSeconds(1));
    assertThat(outgoing.expire(now)).hasSize(1);
    assertThat(outgoing.due(now).orElseThrow().dropped()).isEqualTo(1);
  }

  @Test
  void oneEventIsOneLineAndManyAreAList() {
    happens();
    assertThat(after(WINDOW).orElseThrow().text("box")).isEqualTo("[box] web/0 failed: y");
    for (int at = 0; at < 21; at++) {
      happens();
    }
    assertThat(outgoing.due(now).orElseThrow().text("box"))
        .startsWith("[box] 22 events\n- web/0 failed: y\n- web/1 failed: y\n")
        .endsWith("\n- web/19 failed: y\n- and 2 more");
  }

  @Test
  void aLongReasonIsCutAndHasNoLineEnds() {
    Reason reason = new Reason("x", "a\nb" + "c".repeat(1000));
    String line = new Alert(Kind.UNHEALTHY, "web", now.wall(), reason).line();
    assertThat(line).startsWith("web is unhealthy: a bc").hasSizeLessThan(330).doesNotContain("\n");
  }
}
