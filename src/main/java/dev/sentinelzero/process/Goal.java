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
        case State.Running running -> settled(running.since().plus(settle), now);
        case State.Starting ignored -> new Progress.Pending(Optional.empty());
        case State.Stopping ignored -> new Progress.Pending(Optional.empty());
        case State.Completed ignored -> new Progress.Reached();
        case State.Failed ignored -> new Progress.Missed(managed.history().reason());
        case State.BackingOff ignored -> new Progress.Missed(managed.history().reason());
        case State.Stopped ignored -> new Progress.Missed(managed.history().reason());
      };
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
        case State.Active ignored -> new Progress.Pending(Optional.empty());
      };
    }
  }

  /** How far it is with the process as it is now. */
  Progress progress(Managed managed, Moment now);
}
