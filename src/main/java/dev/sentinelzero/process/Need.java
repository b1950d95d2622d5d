package dev.sentinelzero.process;

import java.util.Locale;
import java.util.Optional;

/**
 * What a process needs of another one before it starts.
 *
 * @param level how far the other must be
 * @param restart whether it is restarted when the other was
 */
public record Need(Level level, boolean restart) {
  /** How far the other process must be. */
  public enum Level {
    /** Its command runs. */
    STARTED,
    /** It is ready; where it has no readiness probe, it runs and has settled. */
    READY,
    /** It ended as it should. */
    COMPLETED;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far a process is.
   *
   * @param name the process that is needed, for the reason
   * @param other the process as it is
   */
  public Dependence of(ProcessName name, Managed other, Moment now) {
    return switch (other.state()) {
      case State.Running running -> running(name, other, running, now);
      case State.Completed ignored ->
          level == Level.COMPLETED ? new Dependence.Met() : ended(name, other);
      case State.Failed ignored -> ended(name, other);
      case State.Stopped ignored -> ended(name, other);
      case State.BackingOff ignored -> pending(name, other);
      case State.Waiting waiting -> waiting(name, other, waiting);
      case State.Scheduled ignored -> scheduled(name, other);
      case State.Starting ignored -> pending(name, other);
      case State.Stopping ignored -> pending(name, other);
    };
  }

  private Dependence running(ProcessName name, Managed other, State.Running running, Moment now) {
    boolean met =
        switch (level) {
          case STARTED -> true;
          case READY ->
              running
                  .vitals()
                  .ready()
                  .orElseGet(() -> running.settledAt(other.definition()).reachedAt(now));
          case COMPLETED -> false;
        };
    return met ? new Dependence.Met() : pending(name, other, look(other, running));
  }

  /** Without a probe it is ready when it has settled, which nobody tells. */
  private Optional<Moment> look(Managed other, State.Running running) {
    return level == Level.READY && running.vitals().ready().isEmpty()
        ? Optional.of(running.settledAt(other.definition()))
        : Optional.empty();
  }

  /** A job that has run on its schedule and succeeded has completed. */
  private Dependence scheduled(ProcessName name, Managed other) {
    return level == Level.COMPLETED && other.succeeded()
        ? new Dependence.Met()
        : pending(name, other);
  }

  private Dependence waiting(ProcessName name, Managed other, State.Waiting waiting) {
    return waiting.on().hopeless() ? ended(name, other) : pending(name, other);
  }

  private Dependence pending(ProcessName name, Managed other) {
    return pending(name, other, Optional.empty());
  }

  private Dependence pending(ProcessName name, Managed other, Optional<Moment> look) {
    String text = "waits for " + name + " to be " + level.word() + "; it is " + word(other);
    return new Dependence.Unmet(new Reason("waiting_for_dependency", text), false, look);
  }

  private Dependence ended(ProcessName name, Managed other) {
    String text =
        "waits for "
            + name
            + " to be "
            + level.word()
            + ", but it is "
            + word(other)
            + ": "
            + other.history().reason().text();
    return new Dependence.Unmet(new Reason("dependency_failed", text), true, Optional.empty());
  }

  private static String word(Managed other) {
    boolean unready =
        other.state() instanceof State.Running running
            && running.vitals().ready().filter(ready -> !ready).isPresent();
    return unready ? "running, but not ready" : other.state().word();
  }
}
