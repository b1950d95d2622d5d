package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Dependence;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Need;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** All processes, as one of them sees them: whom it needs, and who needs it. */
final class Neighbourhood implements Neighbours {
  private final World world;
  private final Policies policies;
  private final Map<String, ProcessActor> actors;
  private final BesideRuns beside;

  /** Keys of those who need a process, by the key under which they name it. */
  private final Map<String, Set<String>> dependents = new ConcurrentHashMap<>();

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile BiConsumer<Managed, Launcher.Order> launches = (managed, order) -> {};

  /**
   * Makes one.
   *
   * @param actors by the key of the name; read only
   * @param beside runs occurrences beside other runs
   */
  Neighbourhood(
      World world, Policies policies, Map<String, ProcessActor> actors, BesideRuns beside) {
    this.world = world;
    this.policies = policies;
    this.actors = actors;
    this.beside = beside;
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public RestartPolicy policy(Definition definition) {
    return policies.of(definition);
  }

  @Override
  public Dependence dependence(Definition definition) {
    Optional<Dependence.Unmet> pending = Optional.empty();
    for (Map.Entry<String, Need> need : needs(definition).entrySet()) {
      for (Dependence one : dependences(need.getKey(), need.getValue())) {
        if (one instanceof Dependence.Unmet unmet) {
          if (unmet.hopeless()) {
            return unmet;
          }
          pending = pending.or(() -> Optional.of(unmet));
        }
      }
    }
    return pending.<Dependence>map(unmet -> unmet).orElseGet(Dependence.Met::new);
  }

  private static Map<String, Need> needs(Definition definition) {
    return definition.spec().coordination().needs();
  }

  private List<Dependence> dependences(String name, Need need) {
    List<Managed> named = named(name);
    if (named.isEmpty()) {
      Reason reason =
          new Reason("dependency_missing", "waits for " + name + ", which does not exist");
      return List.of(new Dependence.Unmet(reason, true, Optional.empty()));
    }
    List<Dependence> all = new ArrayList<>();
    named.forEach(other -> all.add(need.of(other.name(), other, world.now())));
    return all;
  }

  /** The process of a name, or all instances where it is the name of several. */
  List<Managed> named(String name) {
    ProcessActor one = actors.get(key(name));
    if (one != null) {
      return List.of(one.current());
    }
    return actors.values().stream()
        .map(ProcessActor::current)
        .filter(managed -> managed.name().base().equalsIgnoreCase(name))
        .toList();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What a process names as its dependencies, as they are; missing ones are left out. */
  List<Managed> neededBy(Definition definition) {
    return needs(definition).keySet().stream().flatMap(name -> named(name).stream()).toList();
  }

  /** Processes that name a process as something they need. */
  List<Managed> dependentsOf(ProcessName name) {
    List<Managed> all = new ArrayList<>();
    for (String as : List.of(name.key(), key(name.base()))) {
      for (String dependent : dependents.getOrDefault(as, Set.of())) {
        ProcessActor actor = actors.get(dependent);
        if (actor != null && all.stream().noneMatch(m -> m.name().key().equals(dependent))) {
          all.add(actor.current());
        }
      }
    }
    return all;
  }

  /** Notes whom a process needs, in place of what was noted before. */
  void note(Definition definition) {
    forget(definition.name());
    for (String name : needs(definition).keySet()) {
      dependents
          .computeIfAbsent(key(name), unused -> ConcurrentHashMap.newKeySet())
          .add(definition.name().key());
    }
  }

  /** A process is no more; those who wait for it learn it. */
  void forget(ProcessName name) {
    dependents.values().forEach(set -> set.remove(name.key()));
  }

  /** Has somebody told of every launch, before it. */
  void beforeLaunches(BiConsumer<Managed, Launcher.Order> told) {
    launches = told;
  }

  @Override
  public void launching(Managed managed, Launcher.Order order) {
    launches.accept(managed, order);
  }

  @Override
  public void changed(Managed before, Managed after) {
    if (!needs(before.definition()).equals(needs(after.definition()))) {
      note(after.definition());
    }
    if (!before.state().equals(after.state())) {
      tellDependents(before, after);
    }
    listeners.forEach(listener -> listener.changed(before, after));
  }

  private void tellDependents(Managed before, Managed after) {
    boolean anew = after.state() instanceof State.Starting && after.history().last().isPresent();
    for (Managed dependent : dependentsOf(after.name())) {
      // One that looks as if it did not wait may be about to: what it will wait for is decided.
      tell(dependent, new Event.DependenceChanged());
      if (anew && isRestartedWith(dependent, after.name())) {
        String text = after.name() + ", which it depends on, is started anew";
        tell(dependent, new Event.Outdated(new Reason("dependency_restarted", text)));
      }
    }
  }

  private static boolean isRestartedWith(Managed dependent, ProcessName name) {
    return dependent.state() instanceof State.Active
        && needs(dependent.definition()).entrySet().stream()
            .filter(need -> need.getValue().restart())
            .anyMatch(
                need ->
                    need.getKey().equalsIgnoreCase(name.value())
                        || need.getKey().equalsIgnoreCase(name.base()));
  }

  /** Sends an event to whoever waits for a process that was defined or deleted. */
  void reconsider(ProcessName name) {
    for (Managed dependent : dependentsOf(name)) {
      tell(dependent, new Event.DependenceChanged());
    }
  }

  private void tell(Managed managed, Event event) {
    ProcessActor actor = actors.get(managed.name().key());
    if (actor != null) {
      actor.tell(event);
    }
  }

  @Override
  public void runBeside(Managed managed, Agenda.Occurrence occurrence) {
    beside.run(managed, occurrence);
  }

  @Override
  public void retire(Managed managed) {
    beside.retire(managed);
  }
}
