package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.RestartPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies given as words. */
class PolicyWordsTest {
  private static final RestartPolicy ALWAYS = RestartPolicy.BUILT_IN.get("always");

  @Test
  void wordsThatAreGivenReplaceThoseOfTheBase() {
    RestartPolicy policy =
        PolicyWords.parseOptions(
            Map.of("delay", "5h", "never_on", "78, SIGSEGV", "immediate_after", "none"), ALWAYS);
    assertThat(policy.restart()).isEqualTo(RestartPolicy.Restart.ALWAYS);
    assertThat(policy.budget()).isEqualTo(ALWAYS.budget());
    assertThat(policy.pause().delay()).isEqualTo(Duration.ofHours(5));
    assertThat(policy.pause().maxDelay()).isEqualTo(Duration.ofHours(5));
    assertThat(policy.pause().immediateAfter()).isEmpty();
    assertThat(policy.neverOn()).containsExactly(ExitMatch.parse("78"), ExitMatch.parse("SIGSEGV"));
  }

  @Test
  void aCapAloneBelowTheBasesDelayLowersTheDelay() {
    RestartPolicy policy = PolicyWords.read("{\"max_delay\":\"1s\"}");
    assertThat(policy.pause().delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.pause().maxDelay()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void wrongWordsAreRefusedWithWhatWasMeant() {
    assertThatThrownBy(
            () -> PolicyWords.parseOptions(Map.of("retries", "3", "dealy", "1s"), ALWAYS))
        .hasMessageContaining("did you mean 'max_retries'?")
        .hasMessageContaining("did you mean 'delay'?");
    assertThatThrownBy(() -> PolicyWords.read("[1]")).hasMessageContaining("must be a map");
  }
}
