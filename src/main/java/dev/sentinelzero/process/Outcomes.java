package dev.sentinelzero.process;

import dev.sentinelzero.health.Probes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The part of {@link Lifecycle} that answers facts about the run there is. */
final class Outcomes {
  private static final String SURVIVORS = "survivors";

  private Outcomes() {}

  static Step step(Managed managed, Event.Fact fact, Occasion occasion) {
    return switch (fact) {
      case Event.Execed(RunId run, Identity identity) -> execed(managed, identity, occasion);
      case Event.Ended(RunId run, ExitReport report) -> ended(managed, report, occasion);
      case Event.Gone(RunId run, ExitReport report) -> gone(managed, report, occasion);
      case Event.KeeperLost(RunId run) -> Step.of(managed, new Effect.TakeOver(run));
      case Event.Readiness readiness -> readiness(managed, readiness.ready(), occasion);
      case Event.Unwell(RunId run, Reason reason) -> unwell(managed, reason, occasion);
      case Event.Exceeded(RunId run, Reason reason) -> exceeded(managed, reason, occasion);
      case Event.Survived(RunId run, List<Long> pids) -> survived(managed, pids);
    };
  }

  private static Step execed(Managed managed, Identity identity, Occasion occasion) {
    return switch (active(managed)) {
      case State.Starting(RunId run) ->
          Step.of(
              managed.with(
                  new State.Running(run, identity, occasion.now(), Vitals.atFirst(probes(managed))),
                  managed.history().reason()));
      case State.Running ignored -> Step.ignored(managed);
      case State.Stopping stopping ->
          stopping.identity().isPresent()
              ? Step.ignored(managed) // the signal has found it already
              : lateExec(managed, stopping, identity);
    };
  }

  private static Probes probes(Managed managed) {
    return managed.definition().spec().coordination().probes();
  }

  private static Step readiness(Managed managed, boolean ready, Occasion occasion) {
    return switch (active(managed)) {
      case State.Starting ignored -> Step.ignored(managed);
      case State.Stopping ignored -> Step.ignored(managed);
      case State.Running running -> {
        Vitals vitals = running.vitals().readyNow(ready, occasion.now());
        yield Step.of(managed.with(running.with(vitals), managed.history().reason()));
      }
    };
  }

  private static Step unwell(Managed managed, Reason reason, Occasion occasion) {
    return switch (active(managed)) {
      case State.Starting ignored -> Step.ignored(managed);
      case State.Stopping ignored -> Step.ignored(managed);
      case State.Running running -> {
        Duration up = steady(managed, running, occasion.now());
        yield Lifecycle.end(managed, new State.Then.Fail(reason, up), reason, occasion);
      }
    };
  }

  /** How long a run was up: ready, where a probe tells. */
  private static Duration steady(Managed managed, State.Running running, Moment now) {
    Optional<Moment> since =
        probes(managed).readiness().isPresent()
            ? running.vitals().readySince()
            : Optional.of(running.since());
    return since.map(now::since).orElse(Duration.ZERO);
  }

  /** The report of an exit, with the time that it was up in the sense of the policy. */
  private static ExitReport steady(
      Managed managed, State.Running running, ExitReport report, Occasion occasion) {
    return probes(managed).readiness().isPresent()
        ? new ExitReport(report.exit(), report.at(), steady(managed, running, occasion.now()))
        : report;
  }

  /** The stop overtook the exec: the signal may have found nobody, so it is sent once more. */
  private static Step lateExec(Managed managed, State.Stopping stopping, Identity identity) {
    State.Stopping next =
        new State.Stopping(
            stopping.run(), Optional.of(identity), stopping.killAt(), stopping.then());
    StopRule rule = managed.definition().spec().rules().stop();
    return Step.of(
        managed.with(next, managed.history().reason()),
        new Effect.SendTo(stopping.run(), rule.signal(), rule.scope()));
  }

  private static Step ended(Managed managed, ExitReport report, Occasion occasion) {
    RunId run = active(managed).run();
    StopRule rule = managed.definition().spec().rules().stop();
    boolean keep = rule.leftovers() == StopRule.Leftovers.KEEP;
    Managed known = recorded(managed, run, report);
    Step answer =
        switch (active(managed)) {
          case State.Starting ignored -> leftBehind(known, keep, report, occasion);
          case State.Running running ->
              leftBehind(known, keep, steady(managed, running, report, occasion), occasion);
          case State.Stopping stopping ->
              keep ? after(known, stopping.then(), occasion) : outlived(managed, known, rule);
        };
    return announced(managed, run, report, answer);
  }

  private static Step leftBehind(
      Managed known, boolean keep, ExitReport report, Occasion occasion) {
    if (keep) {
      return judge(known, report, occasion);
    }
    StopRule rule = known.definition().spec().rules().stop();
    Reason reason = Lifecycle.stopsIn(rule, report.exit().toString());
    return Lifecycle.endLeftovers(known, new State.Then.Judge(report), reason, occasion);
  }

  /** Descendants whom the stop's signal was not for are asked to end when the leader is gone. */
  private static Step outlived(Managed before, Managed known, StopRule rule) {
    RunId run = active(before).run();
    return rule.scope() == StopRule.Scope.TREE || isKnown(before, run)
        ? Step.of(known)
        : Step.of(known, new Effect.SendTo(run, rule.signal(), StopRule.Scope.TREE));
  }

  private static Step gone(Managed managed, ExitReport report, Occasion occasion) {
    RunId run = active(managed).run();
    Managed known = recorded(managed, run, report);
    Step answer =
        switch (active(managed)) {
          case State.Starting ignored -> judge(known, report, occasion);
          case State.Running running ->
              judge(known, steady(managed, running, report, occasion), occasion);
          case State.Stopping stopping -> after(known, stopping.then(), occasion);
        };
    return announced(managed, run, report, answer);
  }

  private static Managed recorded(Managed managed, RunId run, ExitReport report) {
    return isKnown(managed, run) ? managed : managed.with(new Managed.Last(run, report));
  }

  private static Step announced(Managed before, RunId run, ExitReport report, Step answer) {
    return isKnown(before, run) ? answer : answer.before(new Effect.AfterExit(run, report));
  }

  /** Whether the exit of the run is in the history: it may be told twice, with leftovers. */
  private static boolean isKnown(Managed managed, RunId run) {
    return managed.history().last().filter(last -> last.run().equals(run)).isPresent();
  }

  /** What follows when nothing of the run is left that must go. */
  static Step after(Managed managed, State.Then then, Occasion occasion) {
    return switch (then) {
      case State.Then.Rest() -> PlannedEnds.stopped(managed, settled(managed.history().reason()));
      case State.Then.Relaunch() -> again(managed, settled(managed.history().reason()), occasion);
      case State.Then.Judge(ExitReport report) -> judge(managed, report, occasion);
      case State.Then.Fail(Reason reason, Duration steady) ->
          judge(
              managed,
              new ExitReport(new Exit.Failing(reason), occasion.now().wall(), steady),
              occasion);
      case State.Then.GiveUp(Reason reason) ->
          over(managed, Firing.Outcome.FAILED, reason, occasion);
    };
  }

  /** What runs at its times alone rests until the next one, unless a run of its is under way. */
  private static Step again(Managed managed, Reason reason, Occasion occasion) {
    boolean between =
        managed.definition().schedule().isPresent() && managed.agenda().current().isEmpty();
    return between
        ? PlannedEnds.goOn(managed, reason, occasion)
        : Lifecycle.launch(managed, reason, occasion);
  }

  /** Survivors that are gone at last are not what it rests or starts with. */
  private static Reason settled(Reason reason) {
    return reason.code().equals(SURVIVORS)
        ? new Reason("survivors_gone", "what had survived SIGKILL is gone")
        : reason;
  }

  static Step judge(Managed managed, ExitReport report, Occasion occasion) {
    boolean byHand = managed.agenda().current().isPresent();
    if (managed.wanted() == Wanted.DOWN && !byHand) {
      Reason reason = new Reason("not_wanted", report.exit() + "; it is not wanted up");
      return Step.of(managed.with(new State.Stopped(), reason));
    }
    RestartPolicy policy =
        occasion.policy().withSuccess(managed.definition().spec().rules().success());
    Retries retries = managed.history().retries();
    return switch (Verdicts.after(policy, retries, report, occasion.chance())) {
      case Verdict.Restart restart ->
          restart.pause().isZero()
              ? Lifecycle.runAgain(managed.with(restart.retries()), restart.reason(), occasion)
              : Step.of(
                  managed
                      .with(restart.retries())
                      .with(
                          new State.BackingOff(occasion.now().plus(restart.pause())),
                          restart.reason()));
      case Verdict.RetryLater later ->
          Step.of(
              managed
                  .with(later.retries())
                  .with(new State.BackingOff(occasion.now().plus(later.pause())), later.reason()));
      case Verdict.Complete complete ->
          over(managed, Firing.Outcome.SUCCEEDED, complete.reason(), occasion);
      case Verdict.GiveUp giveUp -> over(managed, Firing.Outcome.FAILED, giveUp.reason(), occasion);
    };
  }

  /** No attempt follows. */
  private static Step over(
      Managed managed, Firing.Outcome outcome, Reason reason, Occasion occasion) {
    if (managed.definition().schedule().isPresent() || managed.agenda().current().isPresent()) {
      return PlannedEnds.concluded(managed, outcome, reason, occasion);
    }
    State state = outcome == Firing.Outcome.SUCCEEDED ? new State.Completed() : new State.Failed();
    return Step.of(managed.with(state, reason));
  }

  private static Step exceeded(Managed managed, Reason reason, Occasion occasion) {
    return switch (active(managed)) {
      case State.Starting ignored -> Step.ignored(managed);
      case State.Stopping ignored -> Step.ignored(managed);
      case State.Running ignored ->
          switch (managed.definition().spec().confinement().limits().onExceeded()) {
            case RESTART -> Lifecycle.end(managed, new State.Then.Relaunch(), reason, occasion);
            case STOP -> Lifecycle.end(managed, new State.Then.GiveUp(reason), reason, occasion);
            case WARN -> Step.ignored(managed);
          };
    };
  }

  private static Step survived(Managed managed, List<Long> pids) {
    return switch (active(managed)) {
      case State.Starting ignored -> Step.ignored(managed);
      case State.Running ignored -> Step.ignored(managed);
      case State.Stopping stopping ->
          Step.of(
              managed.with(
                  stopping,
                  new Reason(SURVIVORS, "SIGKILL was sent, and still alive: pids " + pids)));
    };
  }

  private static State.Active active(Managed managed) {
    if (managed.state() instanceof State.Active active) {
      return active;
    }
    throw new IllegalStateException("a fact about a run in state " + managed.state());
  }
}
