package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final RestartPolicy STANDARD = builtIn("standard");

  private static RestartPolicy builtIn(String name) {
    return RestartPolicy.BUILT_IN.get(name);
  }

  /** A policy that restarts always, five seconds apart, as often as the budget lets it. */
  private static RestartPolicy within(RestartPolicy.Budget budget) {
    return new RestartPolicy(
        RestartPolicy.Restart.ALWAYS, List.of(), List.of(), List.of(), budget, STANDARD.pause());
  }

  private static RestartPolicy listing(String restartOn, String neverOn) {
    return new RestartPolicy(
        RestartPolicy.Restart.ON_FAILURE,
        List.of(),
        matches(restartOn),
        matches(neverOn),
        STANDARD.budget(),
        STANDARD.pause());
  }

  private static List<ExitMatch> matches(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(" ")).stream().map(ExitMatch::parse).toList();
  }

  private static Exit exit(String text) {
    return switch (text) {
      case "spawn" -> new Exit.NotSpawned(Stage.EXEC, 2, "No such file or directory");
      case "unknown" -> new Exit.Unknown();
      default ->
          text.startsWith("SIG")
              ? new Exit.Signalled(Signal.parse(text), false)
              : new Exit.Code(Integer.parseInt(text));
    };
  }

  private static ExitReport report(String exit, Duration up) {
    return new ExitReport(exit(exit), AT, up);
  }

  private static Verdict after(RestartPolicy policy, int before, String exit, Duration up) {
    Retries retries = Retries.NONE;
    for (int i = 0; i < before; i++) {
      retries = retries.and(AT.minusSeconds(before - i), true);
    }
    return Verdicts.after(policy, retries, report(exit, up), 0.5);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Restart restart -> "restart in " + restart.pause();
      case Verdict.RetryLater later -> "later in " + later.pause();
      case Verdict.Complete ignored -> "complete";
      case Verdict.GiveUp ignored -> "give up";
    };
  }

  @ParameterizedTest(name = "{0} after {1} retries, {2} up {3}: {4} ({5})")
  @CsvSource({
    "standard,     0, 0,       PT0.2S, complete,              succeeded",
    "standard,     3, 0,       PT0.2S, complete,              succeeded",
    "standard,     0, 1,       PT0.2S, restart in PT5S,       restart",
    "standard,     1, 1,       PT0.2S, restart in PT7.5S,     restart",
    "standard,     2, SIGSEGV, PT0.2S, restart in PT11.25S,   restart",
    "standard,     3, 1,       PT0.2S, give up,               retries_exhausted",
    "standard,     4, 1,       PT0.2S, give up,               retries_exhausted",
    "standard,     3, 1,       PT59S,  give up,               retries_exhausted",
    "standard,     3, 1,       PT60S,  restart in PT5S,       restart",
    "standard,     2, spawn,   PT0S,   restart in PT11.25S,   restart",
    "standard,     3, spawn,   PT90S,  give up,               retries_exhausted",
    "standard,     0, unknown, PT0S,   restart in PT5S,       restart",
    "aggressive,   0, 0,       PT0.2S, restart in PT1S,       restart",
    "aggressive,   5, 1,       PT0.2S, restart in PT32S,      restart",
    "aggressive,   6, 1,       PT0.2S, restart in PT1M,       restart",
    "aggressive,   9, 1,       PT0.2S, restart in PT1M,       restart",
    "aggressive,  10, 1,       PT0.2S, give up,               retries_exhausted",
    "aggressive,  10, 0,       PT0.2S, complete,              retries_exhausted",
    "aggressive,  10, 1,       PT30S,  restart in PT1S,       restart",
    "conservative, 0, 1,       PT0.2S, restart in PT30S,      restart",
    "conservative, 1, 1,       PT0.2S, restart in PT36S,      restart",
    "conservative, 5, 1,       PT0.2S, give up,               retries_exhausted",
    "conservative, 5, 1,       PT5M,   restart in PT30S,      restart",
    "always,       0, 0,       PT0.2S, restart in PT0.1S,     restart",
    "always,       3, 1,       PT0.2S, restart in PT0.8S,     restart",
    "always,     900, 1,       PT0.2S, restart in PT1M,       restart",
    "always,     900, 1,       PT1S,   restart in PT0S,       restart",
    "none,         0, 0,       PT0.2S, complete,              policy_never",
    "none,         0, 1,       PT0.2S, give up,               policy_never",
    "none,         0, SIGKILL, PT9H,   give up,               policy_never",
  })
  void builtInPolicies(
      String policy, int before, String exit, Duration up, String verdict, String code) {
    Verdict answer = after(builtIn(policy), before, exit, up);
    // 1.2 is no binary fraction: 36 s are 36 s but for some nanoseconds
    String rounded =
        answer instanceof Verdict.Restart restart
            ? "restart in " + Duration.ofMillis(Math.round(restart.pause().toNanos() / 1e6))
            : word(answer);
    assertThat(rounded).isEqualTo(verdict);
    assertThat(answer.reason().code()).isEqualTo(code);
  }

  @ParameterizedTest(name = "restart_on [{0}], never_on [{1}], exit {2}: {3} ({4})")
  @CsvSource({
    "'1 3-9 SIGSEGV', '',   1,       restart in PT5S, restart",
    "'1 3-9 SIGSEGV', '',   9,       restart in PT5S, restart",
    "'1 3-9 SIGSEGV', '',   SIGSEGV, restart in PT5S, restart",
    "'1 3-9 SIGSEGV', '',   2,       give up,         not_in_restart_on",
    "'1 3-9 SIGSEGV', '',   SIGABRT, give up,         not_in_restart_on",
    "'1 3-9 SIGSEGV', '',   spawn,   give up,         not_in_restart_on",
    "'1 3-9 SIGSEGV', '',   unknown, give up,         not_in_restart_on",
    "'1 3-9 SIGSEGV', '',   0,       complete,        succeeded",
    "spawn,           '',   spawn,   restart in PT5S, restart",
    "'',              78,   78,      give up,         never_on",
    "'',              78,   77,      restart in PT5S, restart",
    "'1-9',           '3',  3,       give up,         never_on",
    "'',              '0',  0,       complete,        never_on",
  })
  void listsOfExits(String restartOn, String neverOn, String exit, String verdict, String code) {
    Verdict answer = after(listing(restartOn, neverOn), 0, exit, Duration.ZERO);
    assertThat(word(answer)).isEqualTo(verdict);
    assertThat(answer.reason().code()).isEqualTo(code);
  }

  @Test
  void restartOnNarrowsFailuresOnly() {
    RestartPolicy always =
        new RestartPolicy(
            RestartPolicy.Restart.ALWAYS,
            List.of(new ExitMatch.Codes(7, 7)),
            matches("1"),
            List.of(),
            STANDARD.budget(),
            STANDARD.pause());
    assertThat(word(after(always, 0, "0", Duration.ZERO))).isEqualTo("restart in PT5S");
    assertThat(word(after(always, 0, "7", Duration.ZERO))).isEqualTo("restart in PT5S");
    assertThat(word(after(always, 0, "2", Duration.ZERO))).isEqualTo("give up");
  }

  @Test
  void neverOnWinsOverNeverAndTellsItsOwnReason() {
    RestartPolicy none =
        new RestartPolicy(
            RestartPolicy.Restart.NEVER,
            List.of(),
            List.of(),
            matches("78"),
            STANDARD.budget(),
            STANDARD.pause());
    assertThat(after(none, 0, "78", Duration.ZERO).reason())
        .isEqualTo(new Reason("never_on", "exit code 78 is listed in never_on"));
    assertThat(after(none, 0, "1", Duration.ZERO).reason())
        .isEqualTo(new Reason("policy_never", "exit code 1; the policy never restarts"));
  }

  @Test
  void reasonsAreSentences() {
    assertThat(text(after(STANDARD, 0, "1", Duration.ZERO)))
        .isEqualTo("exit code 1; restart 1 of 3 in 5s");
    assertThat(text(after(STANDARD, 3, "SIGKILL", Duration.ZERO)))
        .isEqualTo("killed by SIGKILL; all 3 retries are used");
    assertThat(text(after(builtIn("always"), 4, "1", Duration.ofSeconds(2))))
        .isEqualTo("exit code 1; restart 1 at once");
    assertThat(text(after(STANDARD, 0, "0", Duration.ZERO)))
        .isEqualTo("exit code 0 is a success; the policy restarts failures only");
    assertThat(text(after(listing("1", ""), 0, "2", Duration.ZERO)))
        .isEqualTo("exit code 2 is not listed in restart_on");
  }

  private static String text(Verdict verdict) {
    return verdict.reason().text();
  }

  @Test
  void noRetriesAtAllGiveUpAtOnce() {
    RestartPolicy.Budget zero =
        new RestartPolicy.Budget(0, Optional.empty(), Duration.ofMinutes(1), Optional.empty());
    assertThat(word(after(within(zero), 0, "1", Duration.ZERO))).isEqualTo("give up");
    assertThat(word(after(within(zero), 0, "1", Duration.ofHours(1)))).isEqualTo("give up");
  }

  @Test
  void aWindowForgetsWhatIsOlder() {
    RestartPolicy policy =
        within(
            new RestartPolicy.Budget(
                3, Optional.of(Duration.ofMinutes(10)), Duration.ofHours(1), Optional.empty()));
    Retries before = Retries.NONE;
    for (int minutes : List.of(30, 20, 10, 9, 8)) {
      before = before.and(AT.minus(Duration.ofMinutes(minutes)), true);
    }
    Verdict verdict = Verdicts.after(policy, before, report("1", Duration.ZERO), 0.5);
    assertThat(verdict).isInstanceOf(Verdict.Restart.class);
    assertThat(((Verdict.Restart) verdict).retries().consecutive()).isEqualTo(6);
    Retries full = before.and(AT.minusSeconds(1), true);
    Verdict spent = Verdicts.after(policy, full, report("1", Duration.ZERO), 0.5);
    assertThat(spent.reason())
        .isEqualTo(
            new Reason("retries_exhausted", "exit code 1; all 3 retries are used within 10m"));
  }

  /** With a window the text counted past its own limit: "restart 6 of 3". */
  @Test
  void theNumberOfTheRestartIsTheOneThatCountsWithinTheWindow() {
    RestartPolicy policy =
        within(
            new RestartPolicy.Budget(
                3, Optional.of(Duration.ofMinutes(10)), Duration.ofHours(1), Optional.empty()));
    Retries before = Retries.NONE;
    for (int minutes : List.of(50, 40, 30, 20, 5)) {
      before = before.and(AT.minus(Duration.ofMinutes(minutes)), false);
    }
    assertThat(text(Verdicts.after(policy, before, report("1", Duration.ZERO), 0.5)))
        .isEqualTo("exit code 1; restart 2 of 3 in 5s");
  }

  @Test
  void retryEveryTriesSlowlyForEver() {
    RestartPolicy policy =
        within(
            new RestartPolicy.Budget(
                3, Optional.empty(), Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(15))));
    Verdict verdict = after(policy, 3, "1", Duration.ZERO);
    assertThat(word(verdict)).isEqualTo("later in PT15M");
    assertThat(((Verdict.RetryLater) verdict).retries().consecutive()).isEqualTo(3);
    assertThat(verdict.reason())
        .isEqualTo(
            new Reason(
                "retry_every", "exit code 1; all 3 retries are used; one more attempt every 15m"));
    assertThat(word(after(policy, 3, "0", Duration.ZERO)))
        .as("a success is not tried again slowly")
        .isEqualTo("complete");
  }

  @Test
  void aRunThatWasUpLongEnoughStartsTheCountAnew() {
    Verdict verdict = after(STANDARD, 2, "1", Duration.ofMinutes(1));
    Retries retries = ((Verdict.Restart) verdict).retries();
    assertThat(retries).isEqualTo(new Retries(1, 1, List.of(AT)));
  }

  @Test
  void aRestartAtOnceBeginsTheBackOffAnewButCounts() {
    RestartPolicy.Pause pause =
        new RestartPolicy.Pause(
            Duration.ofSeconds(1),
            2,
            Duration.ofMinutes(1),
            0,
            Optional.of(Duration.ofSeconds(10)));
    RestartPolicy policy =
        new RestartPolicy(
            RestartPolicy.Restart.ALWAYS,
            List.of(),
            List.of(),
            List.of(),
            new RestartPolicy.Budget(9, Optional.empty(), Duration.ofHours(1), Optional.empty()),
            pause);
    Verdict atOnce = after(policy, 4, "1", Duration.ofSeconds(10));
    Retries retries = ((Verdict.Restart) atOnce).retries();
    assertThat(word(atOnce)).isEqualTo("restart in PT0S");
    assertThat(retries.consecutive()).isEqualTo(5);
    assertThat(retries.pauses()).isZero();
    Verdict next = Verdicts.after(policy, retries, report("1", Duration.ofSeconds(9)), 0.5);
    assertThat(word(next)).isEqualTo("restart in PT1S");
    assertThat(((Verdict.Restart) next).retries().pauses()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, PT4.5S", "0.25, PT4.75S", "0.5, PT5S", "0.75, PT5.25S", "1, PT5.5S"})
  void jitterVariesThePauseBothWays(double chance, Duration pause) {
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(
            Duration.ofSeconds(5), 1, Duration.ofMinutes(1), 0.1, Optional.empty());
    assertThat(Verdicts.pause(rule, 1, chance)).isEqualTo(pause);
  }

  @Test
  void jitterComesAfterTheCap() {
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(
            Duration.ofSeconds(5), 10, Duration.ofSeconds(20), 0.5, Optional.empty());
    assertThat(Verdicts.pause(rule, 3, 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(Verdicts.pause(rule, 3, 0)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void noPauseIsTooLongForAClockOfNanoseconds() {
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(
            Duration.ofDays(300_000), 100, Duration.ofDays(300_000_000), 1, Optional.empty());
    Duration longest = Duration.ofNanos(Math.round(Long.MAX_VALUE / 4.0));
    assertThat(Verdicts.pause(rule, 9, 1)).isEqualTo(longest);
  }

  @Test
  void fractionsOfASecondCount() {
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(
            Duration.ofMillis(1250), 1, Duration.ofMillis(1750), 0, Optional.empty());
    assertThat(Verdicts.pause(rule, 1, 0.5)).isEqualTo(Duration.ofMillis(1250));
  }

  @Property
  void thePauseStaysWithinTheJitterAroundTheCappedGrowth(
      @ForAll @LongRange(min = 0, max = 3_600_000) long delay,
      @ForAll @DoubleRange(min = 1, max = 100) double backoff,
      @ForAll @LongRange(min = 0, max = 86_400_000) long more,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll @IntRange(min = 1, max = 100_000) int step,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    Duration cap = Duration.ofMillis(delay + more);
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(Duration.ofMillis(delay), backoff, cap, jitter, Optional.empty());
    Duration pause = Verdicts.pause(rule, step, chance);
    assertThat(pause.isNegative()).isFalse();
    assertThat(pause.toNanos()).isLessThanOrEqualTo((long) (cap.toNanos() * (1 + jitter)) + 1000);
    assertThat(pause.toNanos()).isGreaterThanOrEqualTo((long) (delay * 1e6 * (1 - jitter)) - 1000);
  }

  @Property
  void withoutJitterPausesNeverShrink(
      @ForAll @LongRange(min = 1, max = 60_000) long delay,
      @ForAll @DoubleRange(min = 1, max = 100) double backoff,
      @ForAll @IntRange(min = 1, max = 500) int step,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    RestartPolicy.Pause rule =
        new RestartPolicy.Pause(
            Duration.ofMillis(delay), backoff, Duration.ofDays(1), 0, Optional.empty());
    assertThat(Verdicts.pause(rule, step + 1, chance))
        .isGreaterThanOrEqualTo(Verdicts.pause(rule, step, chance));
    assertThat(Verdicts.pause(rule, 1, chance)).isEqualTo(Duration.ofMillis(delay));
  }

  @Property
  void aPolicyWithALimitGivesUpAfterExactlySoManyRestarts(
      @ForAll @IntRange(min = 0, max = 50) int retries) {
    RestartPolicy policy =
        within(
            new RestartPolicy.Budget(
                retries, Optional.empty(), Duration.ofMinutes(1), Optional.empty()));
    List<Integer> restarts = new ArrayList<>();
    Retries counted = Retries.NONE;
    while (Verdicts.after(policy, counted, report("1", Duration.ZERO), 0.5)
        instanceof Verdict.Restart restart) {
      counted = restart.retries();
      restarts.add(counted.consecutive());
    }
    assertThat(restarts).hasSize(retries);
  }
}
