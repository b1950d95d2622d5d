package dev.sentinelzero.process;

import dev.sentinelzero.process.Agenda.Cause;
import dev.sentinelzero.process.Agenda.Occurrence;
import dev.sentinelzero.schedule.Collision;
import dev.sentinelzero.schedule.Fire;
import dev.sentinelzero.schedule.Fires;
import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of {@link Lifecycle} that answers what a schedule has to do with. */
final class Calendar {
  /** A clock that is set back by more was wrong: what it had counted counts no more. */
  static final Duration WRONG = Duration.ofDays(1);

  private Calendar() {}

  /** When the process is next due; absent where nothing but another event can make it due. */
  static Optional<Instant> next(Managed managed) {
    return managed
        .definition()
        .spec()
        .coordination()
        .timed()
        .filter(timed -> managed.agenda().enabled())
        .flatMap(timed -> next(managed, timed.schedule()));
  }

  private static Optional<Instant> next(Managed managed, Schedule schedule) {
    return Fires.next(schedule, managed.agenda().after(), managed.anchor()).map(Fire::at);
  }

  /** Wanted at its times: it rests until the next one. */
  static Managed armed(Managed managed, Reason reason) {
    return managed.with(new State.Scheduled(next(managed)), reason);
  }

  /** What a start means to a process that runs on a schedule and rests. */
  static Step start(Managed managed, Reason reason, Occasion occasion) {
    return managed.agenda().current().isPresent()
        ? Lifecycle.launch(managed, reason, occasion)
        : PlannedEnds.goOn(managed, reason, occasion);
  }

  /** What is just being stopped is not run again by a start: it waits for its next time. */
  static Step startAfter(Managed managed, State.Stopping stopping, Reason reason) {
    if (!(stopping.then() instanceof State.Then.Rest) || isBeside(managed)) {
      return Step.ignored(managed);
    }
    Reason stopped = managed.history().reason();
    return Lifecycle.follow(
            managed.with(managed.agenda().idle()), stopping, new State.Then.Relaunch(), reason)
        .before(current(managed, Firing.Outcome.STOPPED, stopped));
  }

  /** Whether the process is there for one occurrence only. */
  static boolean isBeside(Managed managed) {
    return managed.agenda().current().filter(one -> one.cause() == Cause.BESIDE).isPresent();
  }

  /** What became of the occurrence that is under way, if one is. */
  static Effect[] current(Managed managed, Firing.Outcome outcome, Reason reason) {
    return managed.agenda().current().stream()
        .map(one -> note(one, outcome, reason, managed))
        .toArray(Effect[]::new);
  }

  private static Reason disabled() {
    return new Reason("schedule_disabled", "its schedule is disabled");
  }

  static Step due(Managed managed, Event.Due due, Occasion occasion) {
    if (!counts(managed, due.planned())) {
      return Step.ignored(managed);
    }
    Occurrence occurrence =
        new Occurrence(due.planned(), due.misfire() ? Cause.MISFIRE : Cause.SCHEDULE);
    Managed counted = managed.with(managed.agenda().consumed(due.planned()));
    return counted.definition().schedule().isPresent()
        ? run(counted, occurrence, due.reason(), occasion)
        : restartAt(counted, occurrence, occasion);
  }

  static Step missed(Managed managed, Event.Missed missed) {
    if (!counts(managed, missed.planned())) {
      return Step.ignored(managed);
    }
    Occurrence occurrence = new Occurrence(missed.planned(), Cause.SCHEDULE);
    Managed counted = managed.with(managed.agenda().consumed(missed.planned()));
    return Step.of(
        again(counted), note(occurrence, Firing.Outcome.MISSED, missed.reason(), counted));
  }

  /** Whether a planned time is still to be dealt with. */
  private static boolean counts(Managed managed, Instant planned) {
    return managed.wanted() == Wanted.UP
        && managed.agenda().enabled()
        && managed.definition().spec().coordination().timed().isPresent()
        && planned.isAfter(managed.agenda().after());
  }

  private static Step restartAt(Managed managed, Occurrence occurrence, Occasion occasion) {
    String at = occurrence.planned().toString();
    Reason reason = new Reason("scheduled_restart", "restarted by its schedule, planned " + at);
    return switch (managed.state()) {
      case State.Running ignored ->
          Lifecycle.relaunch(managed, reason, occasion)
              .and(note(occurrence, Firing.Outcome.SUCCEEDED, reason, managed));
      case State.Starting ignored -> unneeded(managed, occurrence);
      case State.Stopping ignored -> unneeded(managed, occurrence);
      case State.Resting ignored -> unneeded(managed, occurrence);
    };
  }

  private static Step unneeded(Managed managed, Occurrence occurrence) {
    Reason reason =
        new Reason("not_running", "it is " + managed.state().word() + ": nothing to restart");
    return Step.of(managed, note(occurrence, Firing.Outcome.SKIPPED, reason, managed));
  }

  private static Step run(
      Managed managed, Occurrence occurrence, Reason reason, Occasion occasion) {
    if (managed.agenda().current().isPresent()) {
      return overlap(managed, occurrence, occasion);
    }
    return switch (managed.state()) {
      case State.Stopped ignored -> begin(managed, occurrence, reason, occasion);
      case State.Scheduled ignored -> begin(managed, occurrence, reason, occasion);
      case State.Completed ignored -> begin(managed, occurrence, reason, occasion);
      case State.Failed ignored -> begin(managed, occurrence, reason, occasion);
      case State.BackingOff ignored -> overlap(managed, occurrence, occasion);
      case State.Waiting ignored -> overlap(managed, occurrence, occasion);
      case State.Active ignored -> overlap(managed, occurrence, occasion);
    };
  }

  static Step begin(Managed managed, Occurrence occurrence, Reason reason, Occasion occasion) {
    Managed next = managed.with(Retries.NONE).with(managed.agenda().doing(occurrence));
    return Lifecycle.launch(next, reason, occasion);
  }

  /** A time that was missed and is made up for waits where it would be skipped. */
  private static Overlap rule(Managed managed, Occurrence occurrence) {
    Overlap rule = managed.definition().schedule().orElseThrow().overlap();
    return rule == Overlap.SKIP && occurrence.cause() == Cause.MISFIRE ? Overlap.QUEUE : rule;
  }

  private static Step overlap(Managed managed, Occurrence occurrence, Occasion occasion) {
    Collision collision =
        Collision.decide(rule(managed, occurrence), true, managed.agenda().waiting().size());
    Reason reason = new Reason(collision.cause().code(), collision.cause().text());
    return switch (collision.action()) {
      case SKIP -> Step.of(managed, note(occurrence, Firing.Outcome.SKIPPED, reason, managed));
      case WAIT ->
          isStoppedForGood(managed)
              ? replace(managed, occurrence, occasion)
              : Step.of(
                  managed.with(managed.agenda().queueing(occurrence)),
                  note(occurrence, Firing.Outcome.QUEUED, reason, managed));
      case REPLACE -> replace(managed, occurrence, occasion);
      case RUN ->
          Step.of(
              managed, new Effect.RunBeside(new Occurrence(occurrence.planned(), Cause.BESIDE)));
    };
  }

  /** Nothing need wait for a run that is being stopped; what is asked for then follows it. */
  private static boolean isStoppedForGood(Managed managed) {
    return managed.wanted() == Wanted.DOWN
        && managed.state() instanceof State.Stopping stopping
        && stopping.then() instanceof State.Then.Rest;
  }

  private static Step replace(Managed managed, Occurrence occurrence, Occasion occasion) {
    Reason reason =
        new Reason(
            "replaced", "the run planned for " + occurrence.planned() + " replaces the one before");
    Managed next = managed.with(managed.agenda().doing(occurrence));
    Step step =
        switch (managed.state()) {
          case State.Resting ignored -> begin(managed, occurrence, reason, occasion);
          case State.Starting ignored -> Lifecycle.relaunch(next, reason, occasion);
          case State.Running ignored -> Lifecycle.relaunch(next, reason, occasion);
          case State.Stopping stopping ->
              Lifecycle.follow(next, stopping, new State.Then.Relaunch(), reason);
        };
    return step.before(current(managed, Firing.Outcome.STOPPED, reason));
  }

  static Step runNow(Managed managed, Reason reason, Occasion occasion) {
    Optional<Schedule> schedule = managed.definition().schedule();
    if (schedule.isEmpty()) {
      return noSchedule(managed);
    }
    Occurrence occurrence = new Occurrence(Agenda.plannable(occasion.now().wall()), Cause.MANUAL);
    boolean busy =
        managed.state() instanceof State.Active
            || managed.state() instanceof State.BackingOff
            || managed.state() instanceof State.Waiting;
    if (busy && schedule.orElseThrow().overlap() == Overlap.SKIP) {
      return Step.refused(
          managed,
          "overlap_skip",
          managed.name() + " is " + managed.state().word() + ", and its overlap rule is skip");
    }
    return run(managed, occurrence, reason, occasion);
  }

  private static Step noSchedule(Managed managed) {
    return Step.refused(managed, "no_schedule", managed.name() + " has no schedule");
  }

  static Step enable(Managed managed, Event.Enable enable, Occasion occasion) {
    if (managed.definition().spec().coordination().timed().isEmpty()) {
      return noSchedule(managed);
    }
    if (managed.agenda().enabled() == enable.on()) {
      return Step.ignored(managed);
    }
    Managed changed = managed.with(managed.agenda().enabled(enable.on(), occasion.now().wall()));
    return Step.of(again(changed, enable.reason()), unqueued(managed, disabled()));
  }

  /** The clock was set back: intervals count from now on, times of the day stay consumed. */
  static Step clockSetBack(Managed managed, Occasion occasion) {
    boolean every =
        managed
            .definition()
            .spec()
            .coordination()
            .timed()
            .filter(timed -> timed.schedule().timing() instanceof Timing.Every)
            .isPresent();
    Instant now = occasion.now().wall();
    return every || managed.agenda().after().isAfter(now.plus(WRONG))
        ? Step.of(again(endedBy(now, managed).with(managed.agenda().armedAt(now))))
        : Step.ignored(managed);
  }

  /** Nothing can have ended later than now, or an interval would count from then. */
  private static Managed endedBy(Instant now, Managed managed) {
    return managed
        .history()
        .last()
        .filter(last -> last.report().at().isAfter(now))
        .map(
            last -> {
              ExitReport old = last.report();
              ExitReport report = new ExitReport(old.exit(), now, old.up());
              return managed.with(new Managed.Last(last.run(), report));
            })
        .orElse(managed);
  }

  /** The same, with the next time as it is now. */
  private static Managed again(Managed managed) {
    return again(managed, managed.history().reason());
  }

  /** A process that rests between its times rests until the next one, or for good. */
  private static Managed again(Managed managed, Reason reason) {
    boolean idle =
        managed.state() instanceof State.Scheduled || managed.state() instanceof State.Stopped;
    return idle
            && isAtNothing(managed)
            && managed.wanted() == Wanted.UP
            && managed.definition().schedule().isPresent()
        ? resting(managed, reason)
        : managed;
  }

  /** Whether no occurrence is under way, and none waits for its turn. */
  static boolean isAtNothing(Managed managed) {
    return managed.agenda().current().isEmpty() && managed.agenda().waiting().isEmpty();
  }

  static Managed resting(Managed managed, Reason reason) {
    return managed.agenda().enabled()
        ? armed(managed, reason)
        : managed.with(new State.Stopped(), disabled());
  }

  /** What is known of the definition has changed; what rests, rests by the new one. */
  static Step redefined(Managed before, Managed changed, Occasion occasion) {
    boolean sameTimes =
        before
            .definition()
            .spec()
            .coordination()
            .timed()
            .equals(changed.definition().spec().coordination().timed());
    if (sameTimes) {
      return Step.of(changed);
    }
    boolean on = Agenda.isOn(changed.definition());
    Managed timed = changed.with(changed.agenda().enabled(on, occasion.now().wall()));
    Reason other = new Reason("redefined", "its schedule was changed");
    Step step = retimed(before, timed, other, occasion);
    return step.and(unqueued(before, other).toArray(Effect[]::new));
  }

  /** What rests between its times does so by the new ones; without any it is kept running. */
  private static Step retimed(Managed before, Managed timed, Reason reason, Occasion occasion) {
    boolean rests = timed.state() instanceof State.Resting && timed.agenda().current().isEmpty();
    if (!rests || timed.wanted() == Wanted.DOWN) {
      return Step.of(timed);
    }
    if (timed.definition().schedule().isPresent()) {
      return Step.of(resting(timed, reason));
    }
    boolean armed =
        before.state() instanceof State.Scheduled || before.state() instanceof State.Stopped;
    Reason none = new Reason("no_schedule", "it has no schedule any more");
    return armed && before.definition().schedule().isPresent()
        ? Lifecycle.launch(timed, none, occasion)
        : Step.of(timed);
  }

  /** A run of the old definition is followed by one of the new one; without times by a service. */
  static Step renewed(Step redefined, Reason reason, Occasion occasion) {
    Managed managed = redefined.next();
    Effect[] notes = redefined.effects().toArray(Effect[]::new);
    if (managed.definition().schedule().isPresent() || isBeside(managed)) {
      return Lifecycle.relaunch(managed, reason, occasion).before(notes);
    }
    Managed idle = managed.with(managed.agenda().idle());
    Step end =
        idle.wanted() == Wanted.UP
            ? Lifecycle.relaunch(idle, reason, occasion)
            : Lifecycle.end(idle, new State.Then.Rest(), reason, occasion);
    return end.before(current(managed, Firing.Outcome.STOPPED, reason)).before(notes);
  }

  /** Whatever was to be run, or waits to be, is dropped. */
  static List<Effect> dropped(Managed managed, Reason reason) {
    List<Effect> notes = new ArrayList<>();
    if (managed.state() instanceof State.Resting) {
      managed
          .agenda()
          .current()
          .ifPresent(one -> notes.add(note(one, Firing.Outcome.STOPPED, reason, managed)));
    }
    notes.addAll(unqueued(managed, reason));
    return notes;
  }

  /** What waits for the present run to end is dropped. */
  private static List<Effect> unqueued(Managed managed, Reason reason) {
    return managed.agenda().waiting().stream()
        .map(one -> note(one, Firing.Outcome.SKIPPED, reason, managed))
        .toList();
  }

  static Effect note(
      Occurrence occurrence, Firing.Outcome outcome, Reason reason, Managed managed) {
    boolean its = managed.agenda().current().filter(occurrence::equals).isPresent();
    Optional<RunId> run = its ? managed.run().or(() -> ended(managed)) : Optional.empty();
    return new Effect.NoteFiring(new Firing(occurrence, outcome, run, reason));
  }

  /** The run of an occurrence that waits for its next attempt; one that waits to begin has none. */
  private static Optional<RunId> ended(Managed managed) {
    return managed.state() instanceof State.BackingOff
        ? managed.history().last().map(Managed.Last::run)
        : Optional.empty();
  }
}
