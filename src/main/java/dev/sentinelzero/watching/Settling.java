package dev.sentinelzero.watching;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When changed files lead to a restart: once nothing has changed for a while, and not more often
 * than makes sense. It reads no clock; all times are nanoseconds of the same one.
 *
 * <p>A process that writes into what it is watched for would be restarted for ever. So it is left
 * alone after {@link #BURST} restarts within a minute or {@link #MOST} within an hour, until
 * nothing has changed for {@link #QUIET}. What changed meanwhile leads to no restart: it could be
 * the process's own doing again.
 */
final class Settling {
  static final int BURST = 10;
  static final int MOST = 60;
  static final Duration QUIET = Duration.ofMinutes(1);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long LEAST = Duration.ofSeconds(1).toNanos();

  /** So many different paths are told apart; more are only known to be more. */
  private static final int REMEMBERED = 1000;

  private final long debounce;
  private final Deque<Long> restarts = new ArrayDeque<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private long last;
  private boolean paused;

  /** What follows. */
  sealed interface Decision {
    /** Restart it; the text says what changed. */
    record Restart(String text) implements Decision {}

    /** Leave it alone from now on. */
    record Pause(String text) implements Decision {}

    /** Watch it again. */
    record Resume(String text) implements Decision {}
  }

  Settling(Duration debounce) {
    this.debounce = debounce.toNanos();
  }

  /** Something has changed. */
  void changed(String path, long now) {
    last = now;
    if (changed.size() < REMEMBERED) {
      changed.add(path);
    }
  }

  /** When {@link #decide} has something to say; absent while nothing has changed. */
  OptionalLong due() {
    if (changed.isEmpty()) {
      return OptionalLong.empty();
    }
    if (paused) {
      return OptionalLong.of(last + QUIET.toNanos());
    }
    long quiet = last + debounce;
    if (restarts.isEmpty()) {
      return OptionalLong.of(quiet);
    }
    long spaced = restarts.getLast() + Math.max(debounce, LEAST);
    return OptionalLong.of(quiet - spaced > 0 ? quiet : spaced);
  }

  /** What follows now. */
  Optional<Decision> decide(long now) {
    OptionalLong due = due();
    if (due.isEmpty() || now - due.getAsLong() < 0) {
      return Optional.empty();
    }
    String text = text();
    changed.clear();
    if (paused) {
      paused = false;
      return Optional.of(
          new Decision.Resume(
              "nothing has changed for a minute; the next change leads to a restart again"));
    }
    while (!restarts.isEmpty() && now - restarts.getFirst() > HOUR) {
      restarts.removeFirst();
    }
    long recent = restarts.stream().filter(at -> now - at <= MINUTE).count();
    if (recent >= BURST || restarts.size() >= MOST) {
      return Optional.of(pause(text, recent, now));
    }
    restarts.addLast(now);
    return Optional.of(new Decision.Restart(text));
  }

  private Decision.Pause pause(String text, long recent, long now) {
    paused = true;
    // Something must be known to have changed, or nobody would look for the quiet.
    changed.add("");
    last = now;
    String often =
        recent >= BURST
            ? recent + " restarts within a minute"
            : restarts.size() + " restarts within an hour";
    return new Decision.Pause(
        text
            + " after "
            + often
            + "; it is restarted no more until nothing changes for a minute. If it writes there"
            + " itself, add that to 'ignore'; 'reset' watches it again at once");
  }

  /** Forgets what was, as somebody wishes; says whether it had been left alone. */
  boolean reset() {
    boolean was = paused;
    paused = false;
    restarts.clear();
    changed.clear();
    return was;
  }

  private String text() {
    String first = changed.iterator().next();
    int more = changed.size() - 1;
    String many = changed.size() == REMEMBERED ? more + " or more" : Integer.toString(more);
    return first + " changed" + (more == 0 ? "" : " (and " + many + " more)");
  }
}
