package dev.sentinelzero.process;

import dev.sentinelzero.schedule.Anchor;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it is known at one moment.
 *
 * @param definition what it is
 * @param wanted what the user wants
 * @param state what it does
 * @param history what led there
 * @param agenda how far it has come with its schedule
 */
public record Managed(
    Definition definition, Wanted wanted, State state, History history, Agenda agenda) {
  /**
   * What led to the present state.
   *
   * @param retries automatic restarts that count at present
   * @param restarts all starts after the first since it was defined
   * @param last the latest run that ended
   * @param reason why it is as it is
   */
  public record History(Retries retries, int restarts, Optional<Last> last, Reason reason) {}

  /** The latest run that ended. */
  public record Last(RunId run, ExitReport report) {}

  /** A process that was just defined. */
  public static Managed defined(Definition definition) {
    Reason reason = new Reason("defined", "defined, not started yet");
    return new Managed(
        definition,
        Wanted.DOWN,
        new State.Stopped(),
        new History(Retries.NONE, 0, Optional.empty(), reason),
        Agenda.of(definition));
  }

  /** The name. */
  public ProcessName name() {
    return definition.name();
  }

  /** The run there is. */
  public Optional<RunId> run() {
    return state instanceof State.Active active ? Optional.of(active.run()) : Optional.empty();
  }

  /** The leader of the run there is. */
  public Optional<Identity> identity() {
    return switch (state) {
      case State.Running running -> Optional.of(running.identity());
      case State.Stopping stopping -> stopping.identity();
      case State.Starting ignored -> Optional.empty();
      case State.Resting ignored -> Optional.empty();
    };
  }

  /**
   * Whether the latest run ended with code 0, or with an exit that its definition calls success.
   */
  boolean succeeded() {
    return history.last().map(last -> last.report().exit()).filter(this::isSuccess).isPresent();
  }

  private boolean isSuccess(Exit exit) {
    return exit.isZero()
        || definition.spec().rules().success().stream().anyMatch(match -> match.matches(exit));
  }

  /** What the intervals of its schedule count from. */
  public Anchor anchor() {
    Anchor armed = Anchor.armed(agenda.armed());
    if (agenda.current().isPresent()) {
      return armed.active();
    }
    return history
        .last()
        .map(last -> last.report().at())
        .filter(ended -> ended.isAfter(agenda.armed()))
        .map(armed::ended)
        .orElse(armed);
  }

  /** Whether it is there for one occurrence of another process's schedule only. */
  public boolean isForOneOccurrence() {
    return agenda.current().filter(one -> one.cause() == Agenda.Cause.BESIDE).isPresent();
  }

  /** When its schedule is next due, by the wall clock. */
  public Optional<Instant> nextDue() {
    return wanted == Wanted.UP ? Calendar.next(this) : Optional.empty();
  }

  /** When something falls due without any event. */
  public Optional<Moment> due() {
    return switch (state) {
      case State.BackingOff waiting -> Optional.of(waiting.until());
      case State.Stopping stopping -> Optional.of(stopping.killAt());
      case State.Starting ignored -> Optional.empty();
      case State.Running running -> overdue(running);
      case State.Waiting waiting -> waiting.on().look();
      case State.Scheduled ignored -> Optional.empty();
      case State.Stopped ignored -> Optional.empty();
      case State.Completed ignored -> Optional.empty();
      case State.Failed ignored -> Optional.empty();
    };
  }

  /** When a run that its schedule limits has taken too long. */
  private Optional<Moment> overdue(State.Running running) {
    return agenda
        .current()
        .flatMap(occurrence -> definition.schedule())
        .flatMap(schedule -> schedule.manner().timeout())
        .map(running.since()::plus);
  }

  Managed with(State next, Reason reason) {
    History after = new History(history.retries(), history.restarts(), history.last(), reason);
    return new Managed(definition, wanted, next, after, agenda);
  }

  Managed with(Retries retries) {
    History after = new History(retries, history.restarts(), history.last(), history.reason());
    return new Managed(definition, wanted, state, after, agenda);
  }

  Managed with(Last last) {
    History after =
        new History(history.retries(), history.restarts(), Optional.of(last), history.reason());
    return new Managed(definition, wanted, state, after, agenda);
  }

  Managed started(State next, Reason reason, boolean again) {
    boolean first = history.last().isEmpty();
    int restarts = first || !again ? history.restarts() : history.restarts() + 1;
    return new Managed(
        definition,
        wanted,
        next,
        new History(history.retries(), restarts, history.last(), reason),
        agenda);
  }

  Managed wanting(Wanted other) {
    return new Managed(definition, other, state, history, agenda);
  }

  Managed as(Definition other) {
    return new Managed(other, wanted, state, history, agenda);
  }

  Managed with(Agenda other) {
    return new Managed(definition, wanted, state, history, other);
  }
}
