package dev.sentinelzero.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where following was when the daemon went away, so that it goes on without loss and without a line
 * twice. Kept for each stream of each process: the time of its last line, and how many lines had
 * that time. The lines of a stream come in the order of time, and many share the time of one burst.
 */
final class LogResume {
  /** How far the lines of different streams may be out of order. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Long> repeated = new HashMap<>();
  private final Set<String> caughtUp = new HashSet<>();
  private Optional<Instant> latest = Optional.empty();

  private record Place(Instant at, long lines) {}

  /** From when to ask again; absent before the first line. */
  Optional<Instant> since() {
    return latest.map(at -> at.minus(SLACK));
  }

  /** A new connection begins. */
  void begin() {
    repeated.clear();
    caughtUp.clear();
  }

  /** Whether the line is new; counts it if so. */
  boolean isNew(Json line) {
    Optional<Instant> at = Times.in(line.at("at"));
    if (at.isEmpty()) {
      return true;
    }
    String stream = line.text("process") + ' ' + line.text("stream");
    if (wasSeen(stream, at.get())) {
      return false;
    }
    caughtUp.add(stream);
    Place last = places.get(stream);
    long same = last != null && last.at().equals(at.get()) ? last.lines() : 0;
    places.put(stream, new Place(at.get(), same + 1));
    if (latest.isEmpty() || latest.get().isBefore(at.get())) {
      latest = at;
    }
    return true;
  }

  private boolean wasSeen(String stream, Instant at) {
    Place last = places.get(stream);
    if (last == null || caughtUp.contains(stream) || at.isAfter(last.at())) {
      return false;
    }
    return at.isBefore(last.at()) || repeated.merge(stream, 1L, Long::sum) <= last.lines();
  }
}
