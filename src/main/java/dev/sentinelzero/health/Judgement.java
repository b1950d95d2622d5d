package dev.sentinelzero.health;

import java.util.Optional;

/**
 * What is known of a run by one probe.
 *
 * @param verdict what holds now
 * @param passes how many in a row passed lately
 * @param failures how many in a row failed lately; at most one of the two is above 0
 */
public record Judgement(Verdict verdict, int passes, int failures) {
  /** Before the first answer. */
  public static final Judgement UNKNOWN = new Judgement(Verdict.UNKNOWN, 0, 0);

  /**
   * What follows from a result.
   *
   * @param next what is known now
   * @param change absent where the verdict stayed the same
   */
  public record Step(Judgement next, Optional<Change> change) {}

  /** Takes a result into account. */
  public Step after(Result result, Probe probe, Aim aim) {
    return switch (result) {
      case Result.Passed() -> passed(probe, aim);
      case Result.Failed(String why) -> failed(why, probe, aim);
      case Result.Skipped skipped -> new Step(this, Optional.empty());
    };
  }

  private Step passed(Probe probe, Aim aim) {
    int count = more(passes);
    if (verdict == Verdict.PASSING || count < probe.thresholds().success()) {
      return new Step(new Judgement(verdict, count, 0), Optional.empty());
    }
    String text = probe.check().describe() + ": passed" + times(count);
    Change change = new Change(aim, verdict, Verdict.PASSING, aim.word() + "_passed", text);
    return new Step(new Judgement(Verdict.PASSING, count, 0), Optional.of(change));
  }

  private Step failed(String why, Probe probe, Aim aim) {
    int count = more(failures);
    if (verdict == Verdict.FAILING || count < probe.thresholds().failure()) {
      return new Step(new Judgement(verdict, 0, count), Optional.empty());
    }
    String text = probe.check().describe() + ": " + why + times(count);
    Change change = new Change(aim, verdict, Verdict.FAILING, aim.word() + "_failed", text);
    return new Step(new Judgement(Verdict.FAILING, 0, count), Optional.of(change));
  }

  private static int more(int count) {
    return count == Integer.MAX_VALUE ? count : count + 1;
  }

  private static String times(int count) {
    return count == 1 ? "" : ", " + count + " times in a row";
  }
}
