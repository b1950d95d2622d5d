package dev.sentinelzero.process;

import java.time.Duration;
import java.util.Optional;

/** What somebody waits for. */
public sealed interface Goal {
  /** How far it is. */
  sealed interface Progress {
    /** Reached. */
    record Reached() implements Progress {}

    /** It can't be reached any more without somebody doing something. */
    record Missed(Reason reason) implements Progress {}

    /**
     * Not yet.
     *
     * @param look when it may be reached without any event
     */
    record Pending(Optional<Moment> look) implements Progress {}
  }

  /**
   * Running, and for some time.
   *
   * @param settle how long after exec
   */
  record Up(Duration settle) implements Goal {
    @Override
    public Progress progress(Managed managed, Moment now) {
      return switch (managed.state()) {
        case State.Running running -> up(running, now);
        case State.Scheduled ignored -> new Progress.Reached();
        case State.Waiting waiting ->
            waiting.on().hopeless()
                ? new Progress.Missed(waiting.on().reason())
                : new Progress.Pending(Optional.empty());
        case State.Starting ignored -> new Progress.Pending(Optional.empty());
        case State.Stopping ignored -> new Progress.Pending(Optional.empty());
        case State.Completed ignored -> new Progress.Reached();
        case State.Failed ignored -> new Progress.Missed(managed.history().reason());
        case State.BackingOff ignored -> new Progress.Missed(managed.history().reason());
        case State.Stopped ignored -> new Progress.Missed(managed.history().reason());
      };
    }

    /** Ready, where a probe tells; else for some time. */
    private Progress up(State.Running running, Moment now) {
      return running
          .vitals()
          .ready()
          .<Progress>map(
              ready -> ready ? new Progress.Reached() : new Progress.Pending(Optional.empty()))
          .orElseGet(() -> settled(running.since().plus(settle), now));
    }

    private static Progress settled(Moment at, Moment now) {
      return at.reachedAt(now) ? new Progress.Reached() : new Progress.Pending(Optional.of(at));
    }
  }

  /** Running, however often it has to be tried. */
  record EventuallyUp() implements Goal {
    @Override
    public Progress progress(Managed managed, Moment now) {
      return switch (managed.state()) {
        case State.Running ignored -> new Progress.Reached();
        case State.Starting ignored -> new Progress.Pending(Optional.empty());
        case State.Stopping ignored -> new Progress.Pending(Optional.empty());
        case State.BackingOff ignored -> new Progress.Pending(Optional.empty());
        case State.Resting ignored -> new Progress.Pending(Optional.empty());
      };
    }
  }

  /** Running and ready, however often it has to be tried. */
  record Ready() implements Goal {
    @Override
    public Progress progress(Managed managed, Moment now) {
      boolean is =
          managed.state() instanceof State.Running running && running.vitals().ready().orElse(true);
      return is ? new Progress.Reached() : new Progress.Pending(Optional.empty());
    }
  }

  /** Nothing of it is left. */
  record Down() implements Goal {
    @Override
    public Progress progress(Managed managed, Moment now) {
      return switch (managed.state()) {
        case State.Resting ignored -> new Progress.Reached();
        case State.Active ignored -> new Progress.Pending(Optional.empty());
      };
    }
  }

  /** Ended as it should. */
  record Done() implements Goal {
    @Override
    public Progress progress(Managed managed, Moment now) {
      return switch (managed.state()) {
        case State.Completed ignored -> new Progress.Reached();
        case State.Failed ignored -> new Progress.Missed(managed.history().reason());
        case State.Stopped ignored -> new Progress.Missed(managed.history().reason());
        case State.BackingOff ignored -> new Progress.Pending(Optional.empty());
        case State.Waiting ignored -> new Progress.Pending(Optional.empty());
        case State.Scheduled ignored ->
            managed.succeeded() ? new Progress.Reached() : new Progress.Pending(Optional.empty());
        case State.Active ignored -> new Progress.Pending(Optional.empty());
      };
    }
  }

  /** How far it is with the process as it is now. */
  Progress progress(Managed managed, Moment now);
}
