package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Reason;
import java.util.List;

/**
 * The answer to a command.
 *
 * @param kind what became of it
 * @param reason why
 * @param managed the process as it is now
 * @param survivors pids that SIGKILL did not end
 */
public record Outcome(Kind kind, Reason reason, Managed managed, List<Long> survivors) {
  /** What became of a command. */
  public enum Kind {
    /** Its effect has happened. */
    DONE,
    /** Its effect can't happen. */
    FAILED,
    /** Its effect has not happened within the time given, but still may. */
    TIMED_OUT,
    /** It makes no sense in this state. */
    REFUSED,
    /** It was not begun, because something before it failed. */
    LEFT;

    /** As it is written in answers. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Outcome of(Kind kind, Reason reason, Managed managed) {
    return new Outcome(kind, reason, managed, List.of());
  }
}
