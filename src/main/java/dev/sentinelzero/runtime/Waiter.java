package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody who waits until a goal is reached. Used by the process's own thread only. */
final class Waiter {
  private final Goal goal;
  private final Moment deadline;
  private final CompletableFuture<Outcome> answer;
  private @Nullable RunId seen;

  Waiter(Goal goal, Moment deadline, CompletableFuture<Outcome> answer) {
    this.goal = goal;
    this.deadline = deadline;
    this.answer = answer;
  }

  /** Answers if it is time to. */
  boolean isAnswered(Managed managed, Moment now) {
    Optional<Outcome> outcome = outcome(managed, now);
    outcome.ifPresent(answer::complete);
    return outcome.isPresent();
  }

  /** Whoever waits for the end is told who survived SIGKILL. */
  boolean isAnswered(Event.Survived survived, Managed managed) {
    if (!(goal instanceof Goal.Down)) {
      return false;
    }
    Reason reason = managed.history().reason();
    return answer.complete(
        new Outcome(Outcome.Kind.FAILED, reason, managed, List.copyOf(survived.pids())));
  }

  private Optional<Outcome> outcome(Managed managed, Moment now) {
    if (goal instanceof Goal.Up && endedBySelf(managed)) {
      Managed.Last last = managed.history().last().orElseThrow();
      Reason reason = new Reason("ended_early", last.report().exit() + " soon after its start");
      return Optional.of(Outcome.of(Outcome.Kind.FAILED, reason, managed));
    }
    return switch (goal.progress(managed, now)) {
      case Goal.Progress.Reached() ->
          Optional.of(Outcome.of(Outcome.Kind.DONE, managed.history().reason(), managed));
      case Goal.Progress.Missed(Reason reason) ->
          Optional.of(Outcome.of(Outcome.Kind.FAILED, reason, managed));
      case Goal.Progress.Pending ignored ->
          deadline.reachedAt(now) ? Optional.of(late(managed)) : Optional.empty();
    };
  }

  private static Outcome late(Managed managed) {
    Reason reason =
        new Reason(
            "timed_out",
            "still "
                + managed.state().word()
                + " when the time was up: "
                + managed.history().reason().text());
    return Outcome.of(Outcome.Kind.TIMED_OUT, reason, managed);
  }

  /** Whether a run that was seen coming up is over and followed by another. */
  private boolean endedBySelf(Managed managed) {
    boolean comingUp =
        managed.state() instanceof State.Starting || managed.state() instanceof State.Running;
    if (!comingUp) {
      return false;
    }
    RunId run = managed.run().orElseThrow();
    if (seen == null) {
      seen = run;
    }
    return !run.equals(seen);
  }

  /** When to look again without any event. */
  Moment look(Managed managed, Moment now) {
    if (goal.progress(managed, now) instanceof Goal.Progress.Pending(Optional<Moment> look)
        && look.isPresent()
        && look.orElseThrow().reachedAt(deadline)) {
      return look.orElseThrow();
    }
    return deadline;
  }

  /** A deadline a duration from now. */
  static Moment deadline(Moment now, Duration timeout) {
    return now.plus(timeout);
  }
}
