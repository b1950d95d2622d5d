package dev.sentinelzero.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When, how often and after which pause a process that ended is started again. A value; {@link
 * Verdicts} applies it.
 *
 * @param restart which exits are restarted at all
 * @param success exits beside code 0 that count as success
 * @param restartOn if not empty, the only failures that are restarted
 * @param neverOn exits that are never restarted; wins over everything
 * @param budget how many restarts there are
 * @param pause how long to wait before each
 */
public record RestartPolicy(
    Restart restart,
    List<ExitMatch> success,
    List<ExitMatch> restartOn,
    List<ExitMatch> neverOn,
    Budget budget,
    Pause pause) {

  /** Which exits are restarted. */
  public enum Restart {
    /** Any exit. */
    ALWAYS,
    /** Any exit that is not a success. */
    ON_FAILURE,
    /** None. */
    NEVER;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How many restarts there are.
   *
   * @param maxRetries consecutive automatic restarts allowed, -1 for no limit
   * @param window if given, only restarts within this time count
   * @param resetAfter a run that was up this long starts the count anew
   * @param retryEvery if given, one more attempt each time it passes after the retries ran out
   */
  public record Budget(
      int maxRetries,
      Optional<Duration> window,
      Duration resetAfter,
      Optional<Duration> retryEvery) {
    /** Whether there is no limit. */
    public boolean unlimited() {
      return maxRetries < 0;
    }
  }

  /**
   * How long to wait before a restart: {@code min(delay × backoff^(n-1), maxDelay)} before the n-th
   * one, then ± jitter.
   *
   * @param delay before the first
   * @param backoff factor from one to the next, 1 to 100
   * @param maxDelay cap
   * @param jitter share of the pause by which it varies at random either way, 0 to 1
   * @param immediateAfter if given, a run that lived this long is restarted at once
   */
  public record Pause(
      Duration delay,
      double backoff,
      Duration maxDelay,
      double jitter,
      Optional<Duration> immediateAfter) {}

  /** The policy's name where none is given. */
  public static final String DEFAULT = "standard";

  /** The name of the policy that never restarts. */
  public static final String NONE = "none";

  /** The policies that are always there, by name. */
  public static final Map<String, RestartPolicy> BUILT_IN = builtIn();

  private static Map<String, RestartPolicy> builtIn() {
    Map<String, RestartPolicy> all = new LinkedHashMap<>();
    all.put("standard", simple(Restart.ON_FAILURE, 3, pause("PT5S", 1.5, "PT5M"), "PT1M"));
    all.put("aggressive", simple(Restart.ALWAYS, 10, pause("PT1S", 2.0, "PT1M"), "PT30S"));
    all.put("conservative", simple(Restart.ON_FAILURE, 5, pause("PT30S", 1.2, "PT10M"), "PT5M"));
    Pause atOnce =
        new Pause(
            Duration.ofMillis(100),
            2.0,
            Duration.ofMinutes(1),
            0,
            Optional.of(Duration.ofSeconds(1)));
    all.put("always", simple(Restart.ALWAYS, -1, atOnce, "PT1S"));
    all.put(NONE, simple(Restart.NEVER, 0, pause("PT0S", 1.0, "PT0S"), "PT0S"));
    return java.util.Collections.unmodifiableMap(all);
  }

  private static Pause pause(String delay, double backoff, String maxDelay) {
    return new Pause(Duration.parse(delay), backoff, Duration.parse(maxDelay), 0, Optional.empty());
  }

  private static RestartPolicy simple(
      Restart restart, int retries, Pause pause, String resetAfter) {
    Budget budget =
        new Budget(retries, Optional.empty(), Duration.parse(resetAfter), Optional.empty());
    return new RestartPolicy(restart, List.of(), List.of(), List.of(), budget, pause);
  }

  /** Whether the exit counts as success: code 0 or one of the listed ones. */
  public boolean isSuccess(Exit exit) {
    return exit.isZero() || success.stream().anyMatch(match -> match.matches(exit));
  }

  /** The same policy with further exits that count as success. */
  public RestartPolicy withSuccess(List<ExitMatch> further) {
    if (further.isEmpty()) {
      return this;
    }
    List<ExitMatch> all = new java.util.ArrayList<>(success);
    all.addAll(further);
    return new RestartPolicy(restart, List.copyOf(all), restartOn, neverOn, budget, pause);
  }
}
