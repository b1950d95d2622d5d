package dev.sentinelzero.process;

import java.time.Instant;
import java.util.Optional;

/** The part of {@link Calendar} that knows what follows the end of a planned run. */
final class PlannedEnds {
  private PlannedEnds() {}

  /** A run that is for an occurrence has come to its end, and no attempt follows. */
  static Step concluded(Managed managed, Firing.Outcome outcome, Reason reason, Occasion occasion) {
    if (Calendar.isBeside(managed)) {
      return retired(managed, outcome, reason);
    }
    Managed idle = managed.with(managed.agenda().idle());
    Step step =
        idle.agenda().waiting().isEmpty() && idle.wanted() == Wanted.UP
            ? Step.of(atRest(idle, outcome, reason))
            : goOn(idle, reason, occasion);
    return step.before(Calendar.current(managed, outcome, reason));
  }

  /** No run is under way: what waits for its turn begins, else it rests until the next time. */
  static Step goOn(Managed managed, Reason reason, Occasion occasion) {
    if (!managed.agenda().waiting().isEmpty()) {
      Agenda.Occurrence first = managed.agenda().waiting().getFirst();
      Managed next = managed.with(managed.agenda().withoutFirst());
      Reason waited = new Reason("queued", "had waited since " + first.planned());
      return Calendar.begin(next, first, waited, occasion);
    }
    return Step.of(
        managed.wanted() == Wanted.UP
            ? Calendar.resting(managed, reason)
            : managed.with(new State.Stopped(), reason));
  }

  /** It was stopped. If that was the end of the daemon, what waits begins under the next one. */
  static Step stopped(Managed managed, Reason reason) {
    if (Calendar.isBeside(managed)) {
      return retired(managed, Firing.Outcome.STOPPED, reason);
    }
    Managed idle = managed.with(managed.agenda().idle());
    return Step.of(idle.with(new State.Stopped(), reason))
        .before(Calendar.current(managed, Firing.Outcome.STOPPED, reason));
  }

  /** It was stopped while nothing ran. */
  static Step restingStopped(Managed managed, Reason reason) {
    return Calendar.isBeside(managed)
        ? Step.of(managed.with(new State.Stopped(), reason), new Effect.Retire())
        : Step.of(managed.with(managed.agenda().idle()).with(new State.Stopped(), reason));
  }

  /**
   * What it was there for is over. It keeps that in mind, so that a daemon that comes up before it
   * is forgotten does not run it again.
   */
  private static Step retired(Managed managed, Firing.Outcome outcome, Reason reason) {
    State over = outcome == Firing.Outcome.SUCCEEDED ? new State.Completed() : new State.Failed();
    State state = managed.wanted() == Wanted.UP ? over : new State.Stopped();
    return Step.of(managed.with(state, reason), new Effect.Retire())
        .before(Calendar.current(managed, outcome, reason));
  }

  private static Managed atRest(Managed managed, Firing.Outcome outcome, Reason reason) {
    Optional<Instant> next = Calendar.next(managed);
    if (next.isPresent()) {
      return managed.with(new State.Scheduled(next), reason);
    }
    if (!managed.agenda().enabled()) {
      return managed.with(new State.Stopped(), reason);
    }
    return managed.with(
        outcome == Firing.Outcome.SUCCEEDED ? new State.Completed() : new State.Failed(), reason);
  }
}
