package dev.sentinelzero.process;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.List;

/**
 * The restart decision: ordered guards, each with its reason. Questions only; acting on the answer
 * is the shell's.
 */
public final class Verdicts {
  private Verdicts() {}

  /**
   * Decides what follows an exit.
   *
   * @param policy the policy in force
   * @param before the restarts counted so far
   * @param report the exit; its time is the time of the decision
   * @param chance a random number from 0 (included) to 1 (excluded), for the jitter; 0.5 is none
   */
  public static Verdict after(
      RestartPolicy policy, Retries before, ExitReport report, double chance) {
    Exit exit = report.exit();
    boolean success = policy.isSuccess(exit);
    if (any(policy.neverOn(), exit)) {
      return rest(success, new Reason("never_on", exit + " is listed in never_on"));
    }
    if (policy.restart() == RestartPolicy.Restart.NEVER) {
      return rest(success, new Reason("policy_never", exit + "; the policy never restarts"));
    }
    if (success && policy.restart() == RestartPolicy.Restart.ON_FAILURE) {
      return new Verdict.Complete(
          new Reason("succeeded", exit + " is a success; the policy restarts failures only"));
    }
    if (!success && !policy.restartOn().isEmpty() && !any(policy.restartOn(), exit)) {
      return new Verdict.GiveUp(
          new Reason("not_in_restart_on", exit + " is not listed in restart_on"));
    }
    Retries counted = counted(policy, before, report);
    return exhausted(policy, counted, report)
        ? outOfRetries(policy, counted, report, success)
        : restart(policy, counted, report, chance);
  }

  private static Verdict rest(boolean success, Reason reason) {
    return success ? new Verdict.Complete(reason) : new Verdict.GiveUp(reason);
  }

  private static boolean any(List<ExitMatch> matches, Exit exit) {
    return matches.stream().anyMatch(match -> match.matches(exit));
  }

  private static Retries counted(RestartPolicy policy, Retries before, ExitReport report) {
    boolean ran = !(report.exit() instanceof Exit.NotSpawned);
    if (ran && report.up().compareTo(policy.budget().resetAfter()) >= 0) {
      return Retries.NONE;
    }
    return livedLongEnough(policy, report) ? before.withoutPauses() : before;
  }

  private static boolean livedLongEnough(RestartPolicy policy, ExitReport report) {
    return policy
        .pause()
        .immediateAfter()
        .map(least -> report.up().compareTo(least) >= 0)
        .orElse(false);
  }

  private static boolean exhausted(RestartPolicy policy, Retries counted, ExitReport report) {
    RestartPolicy.Budget budget = policy.budget();
    if (budget.unlimited()) {
      return false;
    }
    return used(budget, counted, report) >= budget.maxRetries();
  }

  private static int used(RestartPolicy.Budget budget, Retries counted, ExitReport report) {
    return budget
        .window()
        .map(window -> counted.within(window, report.at()))
        .orElse(counted.consecutive());
  }

  private static Verdict outOfRetries(
      RestartPolicy policy, Retries counted, ExitReport report, boolean success) {
    RestartPolicy.Budget budget = policy.budget();
    String spent =
        report.exit()
            + "; all "
            + budget.maxRetries()
            + " retries are used"
            + budget.window().map(window -> " within " + Durations.format(window)).orElse("");
    if (success) {
      return new Verdict.Complete(new Reason("retries_exhausted", spent));
    }
    return budget
        .retryEvery()
        .<Verdict>map(
            every ->
                new Verdict.RetryLater(
                    every,
                    counted,
                    new Reason(
                        "retry_every",
                        spent + "; one more attempt every " + Durations.format(every))))
        .orElseGet(() -> new Verdict.GiveUp(new Reason("retries_exhausted", spent)));
  }

  private static Verdict restart(
      RestartPolicy policy, Retries counted, ExitReport report, double chance) {
    boolean atOnce = livedLongEnough(policy, report);
    Duration pause = atOnce ? Duration.ZERO : pause(policy.pause(), counted.pauses() + 1, chance);
    Retries retries = counted.and(report.at(), !atOnce);
    RestartPolicy.Budget budget = policy.budget();
    String of = budget.unlimited() ? "" : " of " + budget.maxRetries();
    int number = used(budget, counted, report) + 1;
    String when = pause.isZero() ? "at once" : "in " + Durations.format(pause);
    String text = report.exit() + "; restart " + number + of + " " + when;
    return new Verdict.Restart(pause, retries, new Reason("restart", text));
  }

  /**
   * The pause before a restart: {@code min(delay × backoff^(step-1), maxDelay) × (1 + jitter × (2 ×
   * chance - 1))}.
   *
   * @param step 1 for the first pause since the count began
   */
  static Duration pause(RestartPolicy.Pause rule, int step, double chance) {
    double capNanos = nanos(rule.maxDelay());
    double grown = nanos(rule.delay()) * Math.pow(rule.backoff(), step - 1.0);
    double varied = Math.min(grown, capNanos) * (1 + rule.jitter() * (2 * chance - 1));
    return Duration.ofNanos(Math.round(Math.min(varied, Long.MAX_VALUE / 4.0)));
  }

  private static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}
