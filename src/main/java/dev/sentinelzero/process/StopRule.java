package dev.sentinelzero.process;

import java.time.Duration;
import java.util.Locale;

/**
 * How a process is stopped.
 *
 * @param signal what asks it to end
 * @param timeout how long it has to end before SIGKILL; zero kills at once
 * @param scope who gets the signal
 * @param leftovers what becomes of descendants that outlive the leader
 */
public record StopRule(Signal signal, Duration timeout, Scope scope, Leftovers leftovers) {
  /** SIGTERM to the whole tree, SIGKILL after ten seconds. */
  public static final StopRule DEFAULT =
      new StopRule(Signal.TERM, Duration.ofSeconds(10), Scope.TREE, Leftovers.KILL);

  /** Who gets a signal. */
  public enum Scope {
    /** The leader and all its descendants, whatever their session. */
    TREE,
    /** The leader's process group. */
    GROUP,
    /** The leader alone. */
    PROCESS;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of descendants that outlive the leader. */
  public enum Leftovers {
    /** They get the stop sequence before anything else happens. */
    KILL,
    /** They are left alone. */
    KEEP;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same rule with another grace time. */
  public StopRule within(Duration other) {
    return new StopRule(signal, other, scope, leftovers);
  }

  /** The same rule with its signal for others. */
  public StopRule to(Scope other) {
    return new StopRule(signal, timeout, other, leftovers);
  }
}
