package dev.sentinelzero.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Result PASSED = new Result.Passed();
  private static final Result REFUSED = new Result.Failed("connection refused");
  private static final Result SKIPPED = new Result.Skipped("it was ended");
  private static final Probe REDIS = Probe.of(new Check.Tcp("127.0.0.1", 6399));

  private static List<Change> changes(Probe probe, Aim aim, Result... results) {
    List<Change> changes = new ArrayList<>();
    Judgement now = Judgement.UNKNOWN;
    for (Result result : results) {
      Judgement.Step step = now.after(result, probe, aim);
      step.change().ifPresent(changes::add);
      now = step.next();
    }
    return changes;
  }

  @Test
  void aReasonNamesTheCheckTheCauseAndHowOften() {
    assertThat(changes(REDIS, Aim.READINESS, PASSED, REFUSED, REFUSED, REFUSED, REFUSED, PASSED))
        .containsExactly(
            new Change(
                Aim.READINESS,
                Verdict.UNKNOWN,
                Verdict.PASSING,
                "readiness_passed",
                "tcp 127.0.0.1:6399: passed"),
            new Change(
                Aim.READINESS,
                Verdict.PASSING,
                Verdict.FAILING,
                "readiness_failed",
                "tcp 127.0.0.1:6399: connection refused, 3 times in a row"),
            new Change(
                Aim.READINESS,
                Verdict.FAILING,
                Verdict.PASSING,
                "readiness_passed",
                "tcp 127.0.0.1:6399: passed"));
  }

  @Test
  void aPassBetweenFailuresStartsTheCountAnewAndASkipDoesNot() {
    assertThat(changes(REDIS, Aim.LIVENESS, REFUSED, REFUSED, PASSED, REFUSED, REFUSED))
        .extracting(Change::code)
        .containsExactly("liveness_passed");
    assertThat(changes(REDIS, Aim.LIVENESS, REFUSED, SKIPPED, REFUSED, SKIPPED, REFUSED))
        .extracting(Change::code)
        .containsExactly("liveness_failed");
  }

  @Test
  void beforeTheFirstVerdictARunIsNotReadyAndNobodyKnowsWhetherItLives() {
    assertThat(Verdict.UNKNOWN.holds(Aim.READINESS)).contains(false);
    assertThat(Verdict.UNKNOWN.holds(Aim.LIVENESS)).isEmpty();
    assertThat(Verdict.PASSING.holds(Aim.LIVENESS)).contains(true);
    assertThat(Verdict.FAILING.holds(Aim.READINESS)).contains(false);
  }

  /** Against the definition: the verdict is that of the latest long enough streak. */
  @Property
  void theVerdictIsThatOfTheLatestStreakThatWasLongEnough(
      @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> answers,
      @ForAll @IntRange(min = 1, max = 5) int success,
      @ForAll @IntRange(min = 1, max = 5) int failure,
      @ForAll Aim aim) {
    Probe probe = new Probe(REDIS.check(), Rhythm.DEFAULT, new Thresholds(success, failure));
    Judgement now = Judgement.UNKNOWN;
    List<Boolean> counted = new ArrayList<>();
    for (int answer : answers) {
      Judgement.Step step = now.after(List.of(PASSED, REFUSED, SKIPPED).get(answer), probe, aim);
      if (answer < 2) {
        counted.add(answer == 0);
      }
      assertThat(step.change().isPresent()).isEqualTo(step.next().verdict() != now.verdict());
      if (step.change().isPresent()) {
        assertThat(step.change().get().from()).isEqualTo(now.verdict());
        assertThat(step.change().get().to()).isEqualTo(step.next().verdict());
        assertThat(step.change().get().aim()).isEqualTo(aim);
      }
      now = step.next();
      assertThat(now.passes() == 0 || now.failures() == 0).isTrue();
    }
    assertThat(now.verdict()).isEqualTo(expected(counted, success, failure));
  }

  private static Verdict expected(List<Boolean> answers, int success, int failure) {
    for (int end = answers.size(); end > 0; end--) {
      if (streak(answers, end, true) >= success) {
        return Verdict.PASSING;
      }
      if (streak(answers, end, false) >= failure) {
        return Verdict.FAILING;
      }
    }
    return Verdict.UNKNOWN;
  }

  private static int streak(List<Boolean> answers, int end, boolean kind) {
    int length = 0;
    while (length < end && answers.get(end - 1 - length) == kind) {
      length++;
    }
    return length;
  }

  @Test
  void theIntervalGrowsOnlyWhileTheVerdictIsFailingAndNeverAboveAMinute() {
    Rhythm rhythm = new Rhythm(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, 3);
    Probe probe = new Probe(REDIS.check(), rhythm, new Thresholds(1, 2));
    assertThat(seconds(probe, new Judgement(Verdict.UNKNOWN, 0, 1))).isEqualTo(2);
    assertThat(seconds(probe, new Judgement(Verdict.FAILING, 0, 2))).isEqualTo(6);
    assertThat(seconds(probe, new Judgement(Verdict.FAILING, 0, 3))).isEqualTo(18);
    assertThat(seconds(probe, new Judgement(Verdict.FAILING, 0, 5))).isEqualTo(60);
    assertThat(seconds(probe, new Judgement(Verdict.FAILING, 0, Integer.MAX_VALUE))).isEqualTo(60);
    assertThat(seconds(probe, new Judgement(Verdict.PASSING, 0, 1))).isEqualTo(2);
    Rhythm slow = new Rhythm(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ZERO, 3);
    assertThat(slow.pause(4)).isEqualTo(Duration.ofMinutes(5));
  }

  private static long seconds(Probe probe, Judgement now) {
    return Duration.ofNanos(probe.nextStart(1_000, now) - 1_000).toSeconds();
  }

  @Test
  void nothingSecretIsShown() {
    Check.Http http =
        new Check.Http(
            "http://127.0.0.1/health?token=hidden",
            List.of(Check.Statuses.DEFAULT),
            Optional.empty(),
            java.util.Map.of("Authorization", "Bearer hidden"),
            Check.Tls.DEFAULT,
            false);
    assertThat(http.describe()).isEqualTo("http http://127.0.0.1/health");
    assertThat(http + "").doesNotContain("hidden").contains("Authorization");
  }

  @Test
  void aProcessGetsTheVariablesOfNotifyOnlyWhereAProbeListens() {
    Probe notify = Probe.of(new Check.Notify());
    assertThat(new Probes(Optional.of(REDIS), Optional.empty()).environment("/s")).isEmpty();
    assertThat(new Probes(Optional.of(notify), Optional.empty()).environment("/s"))
        .containsExactly(java.util.Map.entry("NOTIFY_SOCKET", "/s"));
    assertThat(new Probes(Optional.empty(), Optional.of(notify)).environment("/s"))
        .containsEntry("WATCHDOG_USEC", "1000000");
  }
}
