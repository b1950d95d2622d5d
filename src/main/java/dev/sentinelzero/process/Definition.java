package dev.sentinelzero.process;

import dev.sentinelzero.schedule.Schedule;
import java.util.Optional;

/**
 * A process that is known.
 *
 * @param name its name, unique ignoring case
 * @param project who owns it; {@code -} for processes made by hand
 * @param spec what it is
 */
public record Definition(ProcessName name, String project, ProcessSpec spec) {
  /** The project of processes made by hand. */
  public static final String BY_HAND = "-";

  /** The schedule it runs on. */
  public Optional<Schedule> schedule() {
    return spec.coordination().timed().flatMap(timed -> timed.runs());
  }
}
