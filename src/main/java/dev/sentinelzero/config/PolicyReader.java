package dev.sentinelzero.config;

import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.RestartPolicy.Budget;
import dev.sentinelzero.process.RestartPolicy.Pause;
import dev.sentinelzero.process.RestartPolicy.Restart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the words of a restart policy. */
final class PolicyReader {
  /** Takes an optional duration of the base away. */
  static final String NONE = "none";

  private static final Map<String, Restart> RESTARTS = restarts();

  private final Section words;
  private final RestartPolicy base;

  private PolicyReader(Section words, RestartPolicy base) {
    this.words = words;
    this.base = base;
  }

  private static Map<String, Restart> restarts() {
    Map<String, Restart> all = new LinkedHashMap<>();
    for (Restart restart : Restart.values()) {
      all.put(restart.word(), restart);
    }
    return all;
  }

  /** The policy of the words; what they leave out is the base's. */
  static RestartPolicy read(Section words, RestartPolicy base) {
    words.allow(Keys.POLICY);
    return new PolicyReader(words, base).policy();
  }

  private RestartPolicy policy() {
    return new RestartPolicy(
        words.word("restart", RESTARTS).orElse(base.restart()),
        words.list("success_exits", ExitMatch::parse).orElse(base.success()),
        words.list("restart_on", ExitMatch::parse).orElse(base.restartOn()),
        words.list("never_on", ExitMatch::parse).orElse(base.neverOn()),
        budget(),
        pause());
  }

  private Budget budget() {
    return new Budget(
        words
            .number("max_retries", -1, 1_000_000)
            .map(Math::toIntExact)
            .orElse(base.budget().maxRetries()),
        optional("window", base.budget().window()),
        words.duration("reset_after").orElse(base.budget().resetAfter()),
        optional("retry_every", base.budget().retryEvery()));
  }

  private Pause pause() {
    Pause old = base.pause();
    Duration delay = words.duration("delay").orElse(old.delay());
    Optional<Duration> cap = words.duration("max_delay");
    if (cap.isPresent() && cap.get().compareTo(delay) < 0 && words.item("delay").isPresent()) {
      words.problems().add(words.spot("max_delay"), "must not be shorter than 'delay'");
    }
    // Who writes `delay: 5h` alone does not want the base's cap of minutes.
    Duration floor = old.maxDelay().compareTo(delay) > 0 ? old.maxDelay() : delay;
    return new Pause(
        cap.isPresent() && cap.get().compareTo(delay) < 0 ? cap.get() : delay,
        words.decimal("backoff", 1, 100).orElse(old.backoff()),
        cap.orElse(floor),
        words.decimal("jitter", 0, 1).orElse(old.jitter()),
        optional("immediate_after", old.immediateAfter()));
  }

  private Optional<Duration> optional(String key, Optional<Duration> old) {
    boolean taken =
        words
            .item(key)
            .filter(item -> item instanceof Item.Scalar s && s.text().equals(NONE))
            .isPresent();
    return taken ? Optional.empty() : words.positiveDuration(key).or(() -> old);
  }
}
