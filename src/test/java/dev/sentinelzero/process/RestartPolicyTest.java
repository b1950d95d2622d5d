package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "standard,     on-failure,  3, PT5S,   1.5, PT5M,  PT1M",
    "aggressive,   always,     10, PT1S,   2.0, PT1M,  PT30S",
    "conservative, on-failure,  5, PT30S,  1.2, PT10M, PT5M",
    "always,       always,     -1, PT0.1S, 2.0, PT1M,  PT1S",
    "none,         never,       0, PT0S,   1.0, PT0S,  PT0S",
  })
  void theBuiltInOnesAreAsPromised(
      String name,
      String restart,
      int retries,
      Duration delay,
      double backoff,
      Duration cap,
      Duration reset) {
    RestartPolicy policy = RestartPolicy.BUILT_IN.get(name);
    Optional<Duration> atOnce =
        name.equals("always") ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
    assertThat(policy.restart().word()).isEqualTo(restart);
    assertThat(policy.budget())
        .isEqualTo(new RestartPolicy.Budget(retries, Optional.empty(), reset, Optional.empty()));
    assertThat(policy.pause()).isEqualTo(new RestartPolicy.Pause(delay, backoff, cap, 0, atOnce));
    assertThat(policy.success()).isEmpty();
    assertThat(policy.restartOn()).isEmpty();
    assertThat(policy.neverOn()).isEmpty();
  }

  @Test
  void thereAreFiveOfThemInThisOrderAndTheyAreFixed() {
    assertThat(RestartPolicy.BUILT_IN.keySet())
        .containsExactly("standard", "aggressive", "conservative", "always", "none");
    assertThat(RestartPolicy.BUILT_IN).containsKey(RestartPolicy.DEFAULT);
    RestartPolicy none = RestartPolicy.BUILT_IN.get("none");
    assertThatThrownBy(() -> RestartPolicy.BUILT_IN.put("own", none))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void onlyANegativeNumberIsNoLimit() {
    assertThat(RestartPolicy.BUILT_IN.get("always").budget().unlimited()).isTrue();
    assertThat(RestartPolicy.BUILT_IN.get("none").budget().unlimited()).isFalse();
    assertThat(RestartPolicy.BUILT_IN.get("standard").budget().unlimited()).isFalse();
  }

  @Test
  void successIsZeroAndWhatIsListed() {
    RestartPolicy plain = RestartPolicy.BUILT_IN.get("standard");
    assertThat(plain.isSuccess(new Exit.Code(0))).isTrue();
    assertThat(plain.isSuccess(new Exit.Code(3))).isFalse();
    assertThat(plain.isSuccess(new Exit.Unknown())).isFalse();
    RestartPolicy three = plain.withSuccess(List.of(new ExitMatch.Codes(3, 3)));
    RestartPolicy both = three.withSuccess(List.of(new ExitMatch.BySignal(Signal.TERM)));
    assertThat(both.isSuccess(new Exit.Code(0))).isTrue();
    assertThat(both.isSuccess(new Exit.Code(3))).isTrue();
    assertThat(both.isSuccess(new Exit.Signalled(Signal.TERM, false))).isTrue();
    assertThat(both.isSuccess(new Exit.Code(4))).isFalse();
    assertThat(both.budget()).isEqualTo(plain.budget());
    assertThat(plain.withSuccess(List.of())).isSameAs(plain);
  }
}
