package dev.sentinelzero.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a process has come with its schedule. It is kept before anything is done about a fire, so
 * that a fire happens once, whenever the daemon dies.
 *
 * @param enabled whether fires count at all
 * @param armed since when; only later fires count
 * @param consumed the latest planned fire that was dealt with
 * @param current what the present run, or the pause before its next attempt, is for
 * @param waiting fires that wait for the present run to end, oldest first
 */
public record Agenda(
    boolean enabled,
    Instant armed,
    Optional<Instant> consumed,
    Optional<Occurrence> current,
    List<Occurrence> waiting) {
  /** Of a process that has come nowhere yet. */
  public static final Agenda NONE =
      new Agenda(true, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of());

  /** Of a process that was just defined. */
  static Agenda of(Definition definition) {
    return NONE.enabled(isOn(definition), Instant.EPOCH);
  }

  /** Whether the definition lets its schedule count. */
  static boolean isOn(Definition definition) {
    return definition
        .spec()
        .coordination()
        .timed()
        .filter(timed -> !timed.schedule().manner().enabled())
        .isEmpty();
  }

  /**
   * One time that a process is to run.
   *
   * @param planned when; of one by hand, when it was asked for
   * @param cause what made it due
   */
  public record Occurrence(Instant planned, Cause cause) {}

  /** What makes a run due. */
  public enum Cause {
    /** Its time came. */
    SCHEDULE,
    /** Its time passed while nobody could run it. */
    MISFIRE,
    /** Somebody asked for it. */
    MANUAL,
    /** Its time came while another run went on, beside which it runs. */
    BESIDE;

    /** As it is written in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The moment after which the next fire is looked for. */
  public Instant after() {
    return consumed.filter(last -> last.isAfter(armed)).orElse(armed);
  }

  Agenda armedAt(Instant now) {
    return new Agenda(enabled, plannable(now), Optional.empty(), current, waiting);
  }

  Agenda enabled(boolean on, Instant now) {
    return new Agenda(on, plannable(now), Optional.empty(), current, List.of());
  }

  /** Planned times are whole milliseconds, so that they are told everywhere as they are. */
  static Instant plannable(Instant now) {
    return now.truncatedTo(ChronoUnit.MILLIS);
  }

  Agenda consumed(Instant planned) {
    boolean later = consumed.filter(last -> !last.isBefore(planned)).isEmpty();
    return new Agenda(enabled, armed, later ? Optional.of(planned) : consumed, current, waiting);
  }

  Agenda doing(Occurrence occurrence) {
    return new Agenda(enabled, armed, consumed, Optional.of(occurrence), waiting);
  }

  Agenda idle() {
    return new Agenda(enabled, armed, consumed, Optional.empty(), waiting);
  }

  Agenda queueing(Occurrence occurrence) {
    List<Occurrence> all = new ArrayList<>(waiting);
    all.add(occurrence);
    return new Agenda(enabled, armed, consumed, current, List.copyOf(all));
  }

  Agenda withoutFirst() {
    return new Agenda(enabled, armed, consumed, current, waiting.subList(1, waiting.size()));
  }

  Agenda withoutWaiting() {
    return new Agenda(enabled, armed, consumed, current, List.of());
  }
}
