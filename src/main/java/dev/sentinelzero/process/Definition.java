package dev.sentinelzero.process;

import dev.sentinelzero.schedule.Schedule;
import java.util.Optional;

/**
 * A process that is known.
 *
 * @param name its name, unique ignoring case
 * @param project who owns it; {@code -} for processes made by hand
 * @param spec what it is
 * @param template of an instance: what all instances are made from, in the words of the process
 *     file; only {@code config} reads it
 */
public record Definition(
    ProcessName name, String project, ProcessSpec spec, Optional<String> template) {
  /** A process that is no instance. */
  public Definition(ProcessName name, String project, ProcessSpec spec) {
    this(name, project, spec, Optional.empty());
  }

  /** The project of processes made by hand. */
  public static final String BY_HAND = "-";

  /** The schedule it runs on. */
  public Optional<Schedule> schedule() {
    return spec.coordination().timed().flatMap(timed -> timed.runs());
  }
}
