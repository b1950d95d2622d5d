package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Retries;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Wanted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs occurrences beside a run that goes on: each is a process of its own, {@code NAME/1} and so
 * on, that is there for the one run.
 */
final class BesideRuns {
  private static final Logger LOG = LoggerFactory.getLogger(BesideRuns.class);

  /** What the registry does for it. */
  interface Registry {
    /** All processes as they are. */
    List<Managed> all();

    /** Makes a process known and sends it its first event. */
    void add(Managed managed, Event.Recovered first);

    /** Makes a process unknown. */
    void drop(Managed managed);
  }

  private final World world;
  private final Registry registry;

  BesideRuns(World world, Registry registry) {
    this.world = world;
    this.registry = registry;
  }

  /**
   * Runs an occurrence; one that has its process already is left alone. The new process is kept in
   * the home before this returns, and before its parent counts the occurrence as dealt with: a
   * daemon that dies in between finds one of the two.
   */
  void run(Managed parent, Agenda.Occurrence occurrence) {
    List<Managed> siblings =
        registry.all().stream().filter(managed -> isBeside(managed, parent)).toList();
    if (siblings.stream()
        .anyMatch(m -> m.agenda().current().filter(occurrence::equals).isPresent())) {
      return;
    }
    Managed child = child(parent, occurrence, freeName(parent, siblings));
    keep(child);
    registry.add(child, new Event.Recovered(new Event.Found.Nothing(), false));
  }

  /**
   * A daemon that died right after it had kept a run beside another left the other behind in time:
   * it counts the occurrence as dealt with, though the run may be over before it is asked.
   */
  static List<Managed> caughtUp(List<Managed> recalled) {
    List<Managed> beside = recalled.stream().filter(BesideRuns::isBeside).toList();
    return recalled.stream().map(one -> caughtUp(one, beside)).toList();
  }

  private static Managed caughtUp(Managed parent, List<Managed> beside) {
    Agenda agenda = parent.agenda();
    return beside.stream()
        .filter(child -> isBeside(child, parent))
        .map(child -> child.agenda().current().orElseThrow().planned())
        .max(Comparator.naturalOrder())
        .filter(planned -> planned.isAfter(agenda.after()))
        .map(
            planned ->
                new Agenda(
                    agenda.enabled(),
                    agenda.armed(),
                    Optional.of(planned),
                    agenda.current(),
                    agenda.waiting()))
        .map(
            later ->
                new Managed(
                    parent.definition(), parent.wanted(), parent.state(), parent.history(), later))
        .orElse(parent);
  }

  /** Whether a process is there for one occurrence of another. */
  static boolean isBeside(Managed managed, Managed parent) {
    return managed != parent
        && isBeside(managed)
        && managed.name().base().equalsIgnoreCase(parent.name().base());
  }

  /** Whether a process is there for one occurrence only. */
  static boolean isBeside(Managed managed) {
    return managed.isForOneOccurrence();
  }

  private static ProcessName freeName(Managed parent, List<Managed> siblings) {
    int index = 1;
    while (true) {
      ProcessName name = new ProcessName(parent.name().base() + "/" + index);
      if (siblings.stream().noneMatch(sibling -> sibling.name().key().equals(name.key()))) {
        return name;
      }
      index++;
    }
  }

  private static Managed child(Managed parent, Agenda.Occurrence occurrence, ProcessName name) {
    Definition definition =
        new Definition(name, parent.definition().project(), parent.definition().spec());
    Reason reason = new Reason("due", "its time came while another run goes on");
    Agenda agenda =
        new Agenda(
            false,
            occurrence.planned(),
            Optional.of(occurrence.planned()),
            Optional.of(occurrence),
            List.of());
    return new Managed(
        definition,
        Wanted.UP,
        new State.Stopped(),
        new Managed.History(Retries.NONE, 0, Optional.empty(), reason),
        agenda);
  }

  private void keep(Managed child) {
    try {
      world.memory().remember(child, true).get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("{}: its state can't be kept in the home: {}", child.name(), e.getMessage());
    }
  }

  /** The occurrence is over. */
  void retire(Managed child) {
    var unused = world.memory().forget(child.name());
    registry.drop(child);
  }
}
