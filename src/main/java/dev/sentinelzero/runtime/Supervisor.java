package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry of all processes, and the door through which everybody asks for something. */
public final class Supervisor implements Launcher.FactListener {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final World world;
  private final Policies policies;
  private final Planner planner;
  private final Differences differences;
  private final Map<String, ProcessActor> actors = new ConcurrentHashMap<>();
  private final Neighbourhood neighbourhood;
  private final Ordering ordering;
  private final RunKeeping runKeeping;
  private volatile boolean ending;

  /** Makes an empty registry. */
  public Supervisor(World world, Differences differences) {
    this.world = world;
    this.policies = new Policies(world.memory());
    this.planner = new Planner(differences);
    this.differences = differences;
    this.neighbourhood =
        new Neighbourhood(world, policies, actors, new BesideRuns(world, new Besides()));
    this.ordering = new Ordering(neighbourhood);
    this.runKeeping = new RunKeeping(world);
  }

  /** The registry as runs beside others need it. */
  private final class Besides implements BesideRuns.Registry {
    @Override
    public List<Managed> all() {
      return Supervisor.this.all();
    }

    @Override
    public void add(Managed managed, Event.Recovered first) {
      register(managed).start(first);
    }

    @Override
    public void drop(Managed managed) {
      ProcessActor actor = actors.remove(managed.name().key());
      if (actor != null) {
        actor.end();
      }
      world.blocking().execute(() -> runKeeping.forgetAll(managed.name()));
    }
  }

  /** Has somebody told of every change of every process, from now on. */
  public void listen(Listener listener) {
    neighbourhood.listen(listener);
  }

  /** Has the runs of all processes probed, from now on. */
  public void probe(Probing probing) {
    neighbourhood.beforeLaunches(probing::launching);
    neighbourhood.listen(probing);
  }

  /** A process as it is, by the key of its name. */
  public Optional<Managed> find(String key) {
    return Optional.ofNullable(actors.get(key)).map(ProcessActor::current);
  }

  /** Sends a process an event that nobody asked for; one that is gone gets nothing. */
  public void tell(String key, Event event) {
    ProcessActor actor = actors.get(key);
    if (actor != null) {
      actor.tell(event);
    }
  }

  /** An operation that is under way. */
  public record Pending(Managed before, CompletableFuture<Outcome> outcome) {}

  /** What an apply does and is doing. */
  public record Applied(List<Change> changes, List<Pending> pending) {}

  /** The named restart policies. */
  public Policies policies() {
    return policies;
  }

  /** All processes as they are now, sorted by name. */
  public List<Managed> all() {
    List<Managed> all = new ArrayList<>();
    actors.values().forEach(actor -> all.add(actor.current()));
    all.sort((one, other) -> one.name().compareTo(other.name()));
    return all;
  }

  /**
   * One process as it is now.
   *
   * @throws RefusedException when there is none of that name
   */
  public Managed get(String name) throws RefusedException {
    return Selection.of(name).among(all()).getFirst();
  }

  /** Whether the run is the present one of the process. */
  public boolean isCurrent(ProcessName name, RunId run) {
    ProcessActor actor = actors.get(name.key());
    return actor != null && actor.current().run().filter(run::equals).isPresent();
  }

  /**
   * Takes up what earlier daemons left: definitions and wants from memory, runs from their
   * directories.
   *
   * @param boot id of the present boot
   */
  public void comeUp(String boot) {
    Memory.Recalled recalled = world.memory().recall();
    policies.recall(recalled.policies());
    boolean rebooted = !recalled.boot().isEmpty() && !recalled.boot().equals(boot);
    BesideRuns.caughtUp(recalled.processes()).forEach(this::register);
    List<CompletableFuture<Void>> found = new ArrayList<>();
    for (ProcessActor actor : actors.values()) {
      found.add(
          CompletableFuture.runAsync(
              () -> actor.start(new Event.Recovered(runKeeping.find(actor.current()), rebooted)),
              world.blocking()));
    }
    CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)).join();
    LOG.info("{} processes taken up{}", actors.size(), rebooted ? " after a reboot" : "");
  }

  private ProcessActor register(Managed managed) {
    ProcessActor actor = new ProcessActor(world, managed, neighbourhood);
    actors.put(managed.name().key(), actor);
    neighbourhood.note(managed.definition());
    neighbourhood.changed(managed, managed);
    return actor;
  }

  @Override
  public void on(ProcessName name, Event.Fact fact) {
    ProcessActor actor = actors.get(name.key());
    if (actor == null) {
      return;
    }
    actor.tell(fact);
    if (fact instanceof Event.Gone) {
      runKeeping.prune(name, () -> actor.current().run());
    }
  }

  /**
   * Carries out one operation on several processes, side by side.
   *
   * @throws RefusedException when the selection names nothing; then nothing was done
   */
  public List<Pending> operate(Selection selection, Request request, Entry.Origin origin)
      throws RefusedException {
    refuseWhileEnding();
    List<Managed> selected = selection.among(all());
    if (request instanceof Request.Start || request instanceof Request.Restart) {
      return startUp(selected, request, origin);
    }
    if (request instanceof Request.Stop) {
      Map<ProcessName, CompletableFuture<Outcome>> ends =
          ordering.end(selected, managed -> operate(managed, request, origin));
      return selected.stream()
          .map(managed -> new Pending(managed, ordered(ends, managed)))
          .toList();
    }
    return selected.stream()
        .map(managed -> new Pending(managed, operate(managed, request, origin)))
        .toList();
  }

  /**
   * Restarts processes a few at a time, each lot when the one before is up; halts when one does not
   * come up.
   *
   * @param atOnce how many may be down at a time, at least 1
   * @throws RefusedException when the selection names nothing; then nothing was done
   */
  public List<Pending> roll(Selection selection, int atOnce, Entry.Origin origin)
      throws RefusedException {
    refuseWhileEnding();
    Rolling rolling =
        new Rolling(
            batch -> startUp(batch, new Request.Restart(), origin),
            managed -> find(managed.name().key()).orElse(managed),
            () -> ending);
    return rolling.begin(ordering.neededFirst(selection.among(all())), atOnce);
  }

  private static CompletableFuture<Outcome> ordered(
      Map<ProcessName, CompletableFuture<Outcome>> ends, Managed managed) {
    CompletableFuture<Outcome> end = ends.get(managed.name());
    if (end == null) {
      throw new IllegalStateException(managed.name() + " was left out of an order");
    }
    return end;
  }

  /**
   * Starts processes and what they need. Commands are taken by those first that others need, and
   * all of them before anybody waits for an effect: nobody is told that it waits for something that
   * is just about to be started.
   */
  private List<Pending> startUp(List<Managed> selected, Request request, Entry.Origin origin) {
    String names = String.join(", ", selected.stream().map(m -> m.name().value()).toList());
    Reason needed = new Reason("needed", "started because it is needed by " + names);
    Event.Command command = request.command(origin).orElseThrow();
    Map<ProcessName, CompletableFuture<Outcome>> taken =
        ordering.begin(
            ordering.alsoStarted(selected),
            managed -> taken(managed, new Event.Start(needed), origin),
            selected,
            managed -> taken(managed, command, origin));
    CompletableFuture<Void> all =
        CompletableFuture.allOf(taken.values().toArray(CompletableFuture[]::new));
    return selected.stream()
        .map(
            managed ->
                new Pending(
                    managed,
                    all.thenCompose(done -> ordered(taken, managed))
                        .thenCompose(outcome -> reached(outcome, managed, request))))
        .toList();
  }

  private CompletableFuture<Outcome> taken(
      Managed managed, Event.Command command, Entry.Origin origin) {
    ProcessActor actor = actors.get(managed.name().key());
    return actor == null
        ? done(deleted(managed))
        : actor.ask(command, origin, Optional.empty(), Duration.ZERO);
  }

  private CompletableFuture<Outcome> reached(Outcome taken, Managed managed, Request request) {
    ProcessActor actor = actors.get(managed.name().key());
    if (taken.kind() != Outcome.Kind.DONE || actor == null) {
      return done(taken);
    }
    return actor.await(request.goal(managed).orElseThrow(), request.patience(managed));
  }

  private static Outcome deleted(Managed managed) {
    Reason reason = new Reason("deleted", "it was deleted meanwhile");
    return Outcome.of(Outcome.Kind.REFUSED, reason, managed);
  }

  private CompletableFuture<Outcome> operate(
      Managed managed, Request request, Entry.Origin origin) {
    ProcessActor actor = actors.get(managed.name().key());
    if (actor == null) {
      return done(deleted(managed));
    }
    if (request instanceof Request.Delete delete) {
      return delete(actor, delete, origin);
    }
    Duration patience = request.patience(managed);
    Optional<Goal> goal = request.goal(managed);
    return request
        .command(origin)
        .map(command -> actor.ask(command, origin, goal, patience))
        .orElseGet(() -> actor.await(goal.orElseThrow(), patience));
  }

  private static CompletableFuture<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  private CompletableFuture<Outcome> delete(
      ProcessActor actor, Request.Delete request, Entry.Origin origin) {
    Managed managed = actor.current();
    if (managed.state() instanceof State.Active && !request.force()) {
      Reason running = new Reason("running", managed.name() + " is " + managed.state().word());
      return done(Outcome.of(Outcome.Kind.REFUSED, running, managed));
    }
    return actor
        .ask(
            request.command(origin).orElseThrow(),
            origin,
            request.goal(managed),
            request.patience(managed))
        .thenApplyAsync(
            outcome ->
                outcome.kind() == Outcome.Kind.DONE ? remove(actor, outcome, origin) : outcome,
            world.blocking());
  }

  private Outcome remove(ProcessActor actor, Outcome outcome, Entry.Origin origin) {
    Managed managed = actor.current();
    try {
      Kept.wait(world.memory().forget(managed.name()));
    } catch (RefusedException e) {
      Reason reason = new Reason("unavailable", String.valueOf(e.getMessage()));
      return Outcome.of(Outcome.Kind.FAILED, reason, managed);
    }
    actors.remove(managed.name().key(), actor);
    neighbourhood.forget(managed.name());
    neighbourhood.reconsider(managed.name());
    actor.end();
    runKeeping.forgetAll(managed.name());
    note(managed.name(), origin, "deleted", new Reason("deleted", "deleted; its logs are kept"));
    world.journal().write(new Entry.Deleted(world.now().wall(), managed.name()));
    return Outcome.of(Outcome.Kind.DONE, new Reason("deleted", "deleted"), outcome.managed());
  }

  private void note(ProcessName name, Entry.Origin origin, String what, Reason reason) {
    world
        .journal()
        .write(
            new Entry.Happened(
                world.now().wall(),
                origin,
                Optional.of(name),
                Optional.empty(),
                what,
                reason,
                Map.of()));
  }

  /** Journals every definition, for a database that had to be made anew. */
  public void journalDefinitions() {
    all().forEach(managed -> journalDefinition(managed.definition(), managed));
  }

  private void journalDefinition(Definition definition, Managed managed) {
    world
        .journal()
        .write(
            new Entry.Defined(
                world.now().wall(),
                definition.name(),
                definition.project(),
                differences.written(definition),
                managed.wanted()));
  }

  /** What an apply would do. */
  public List<Change> plan(
      String project, List<Definition> definitions, boolean prune, boolean takeOver)
      throws RefusedException {
    return plan(project, definitions, Optional.empty(), prune, takeOver);
  }

  /**
   * What an apply would do.
   *
   * @param emptied of a whole document: names of processes that are to have no instances; absent
   *     where only the definitions themselves are meant
   */
  public List<Change> plan(
      String project,
      List<Definition> definitions,
      Optional<Set<String>> emptied,
      boolean prune,
      boolean takeOver)
      throws RefusedException {
    Map<String, Managed> known = new TreeMap<>();
    all().forEach(managed -> known.put(managed.name().key(), managed));
    Planner.Request request = new Planner.Request(project, definitions, emptied, prune, takeOver);
    return planner.plan(request, known);
  }

  /**
   * Carries out planned changes, side by side.
   *
   * @param start whether what is new or wanted down is started
   * @throws RefusedException when nothing of it was done: the daemon is ending, a policy is
   *     unknown, or the first definition can't be written down
   */
  public Applied apply(List<Change> changes, boolean start, Entry.Origin origin)
      throws RefusedException {
    refuseWhileEnding();
    policies.check(changes.stream().flatMap(change -> change.definition().stream()).toList());
    NeedCheck.check(changes, all());
    List<Pending> pending = new ArrayList<>();
    List<Managed> started = new ArrayList<>();
    Optional<RefusedException> stopped = Optional.empty();
    boolean begun = false;
    for (Change change : changes) {
      if (change.action() == Change.Action.UNTOUCHED) {
        continue;
      }
      try {
        if (stopped.isPresent()) {
          throw stopped.get();
        }
        refuseWhileEnding();
        carryOut(change, start, origin).ifPresent(pending::add);
        begun = true;
        if (start && isToStart(change)) {
          find(change.name().key()).ifPresent(started::add);
        }
      } catch (RefusedException e) {
        if (!begun) {
          throw e;
        }
        stopped = Optional.of(e).filter(one -> one.kind() == RefusedException.Kind.UNAVAILABLE);
        pending.add(notDone(change, e));
      }
    }
    pending.addAll(startUp(started, new Request.Start(), origin));
    return new Applied(changes, pending);
  }

  /** A change that was not carried out, beside others that were. */
  private Pending notDone(Change change, RefusedException why) {
    Managed managed =
        find(change.name().key())
            .orElseGet(() -> Managed.defined(change.definition().orElseThrow()));
    Reason reason = new Reason("not_done", "not done: " + why.getMessage());
    return new Pending(managed, done(Outcome.of(Outcome.Kind.FAILED, reason, managed)));
  }

  private static boolean isToStart(Change change) {
    return switch (change.action()) {
      case NEW -> true;
      case UPDATE -> change.fields().contains("wanted");
      case RESTART -> true;
      case UNTOUCHED -> false;
      case RECREATE -> false; // starts once the old one is gone
      case REMOVE -> false;
    };
  }

  private Optional<Pending> carryOut(Change change, boolean start, Entry.Origin origin)
      throws RefusedException {
    return switch (change.action()) {
      case UNTOUCHED -> Optional.empty();
      case NEW -> create(change.definition().orElseThrow(), !start, origin);
      case UPDATE -> redefine(change, origin);
      case RESTART -> redefine(change, origin);
      case RECREATE -> recreate(change, start, origin);
      case REMOVE -> remove(change, origin);
    };
  }

  /**
   * Makes a process known.
   *
   * @param last whether nothing follows that keeps it durably
   */
  private Optional<Pending> create(Definition definition, boolean last, Entry.Origin origin)
      throws RefusedException {
    Managed managed = Managed.defined(definition);
    world.memory().remember(managed, false);
    // Its definition may have been lost while it ran: no second one is started beside it.
    register(managed).start(new Event.Recovered(runKeeping.find(managed), false));
    neighbourhood.reconsider(definition.name());
    note(definition.name(), origin, "defined", managed.history().reason());
    journalDefinition(definition, managed);
    if (last) {
      Kept.wait(world.memory().remember(managed, true));
    }
    return Optional.empty();
  }

  /** Gives a process another definition; one that is started afterwards answers by its start. */
  private Optional<Pending> redefine(Change change, Entry.Origin origin) throws RefusedException {
    Managed before = known(change);
    ProcessActor actor = actors.get(change.name().key());
    if (actor == null) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT, change.name() + " was deleted meanwhile", "try again");
    }
    boolean restart = change.action() == Change.Action.RESTART;
    journalDefinition(change.definition().orElseThrow(), before);
    Reason reason = new Reason("redefined", "changed: " + String.join(", ", change.fields()));
    Event.Redefine event = new Event.Redefine(change.definition().orElseThrow(), restart, reason);
    CompletableFuture<Outcome> changed = actor.ask(event, origin, Optional.empty(), Duration.ZERO);
    return isToStart(change) ? Optional.empty() : Optional.of(new Pending(before, changed));
  }

  private Optional<Pending> recreate(Change change, boolean start, Entry.Origin origin)
      throws RefusedException {
    Managed before = known(change);
    CompletableFuture<Outcome> removed =
        operate(before, new Request.Delete(true, Optional.empty()), origin);
    return Optional.of(
        new Pending(
            before,
            removed.thenComposeAsync(
                outcome -> {
                  if (outcome.kind() != Outcome.Kind.DONE) {
                    return done(outcome);
                  }
                  try {
                    create(change.definition().orElseThrow(), !start, origin);
                    Managed fresh = get(change.name().value());
                    return start
                        ? startUp(List.of(fresh), new Request.Start(), origin).getFirst().outcome()
                        : done(outcome);
                  } catch (RefusedException e) {
                    Reason reason = new Reason("unavailable", String.valueOf(e.getMessage()));
                    return done(Outcome.of(Outcome.Kind.FAILED, reason, before));
                  }
                },
                world.blocking())));
  }

  private Managed known(Change change) throws RefusedException {
    return find(change.name().key())
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.CONFLICT,
                    change.name() + " was deleted meanwhile",
                    "try again"));
  }

  private Optional<Pending> remove(Change change, Entry.Origin origin) throws RefusedException {
    Managed before = known(change);
    Request.Delete delete = new Request.Delete(true, Optional.empty());
    return Optional.of(new Pending(before, operate(before, delete, origin)));
  }

  /** Refuses while the daemon ends: what is begun then could be left half done. */
  void refuseWhileEnding() throws RefusedException {
    if (ending) {
      throw new RefusedException(
          RefusedException.Kind.UNAVAILABLE, "the daemon is ending", "start it again, then repeat");
    }
  }

  /** Tells a running process's fact that only the daemon sees, such as an exceeded limit. */
  void tell(ProcessName name, Event.Fact fact) {
    on(name, fact);
  }

  /**
   * Stops everything and leaves what the user wants as it is.
   *
   * @return names of those that could not be stopped
   */
  public List<ProcessName> stopAll() throws InterruptedException {
    ending = true;
    Map<ProcessName, CompletableFuture<Outcome>> ends = ordering.end(all(), this::shutDown);
    List<ProcessName> left = new ArrayList<>();
    for (CompletableFuture<Outcome> end : ends.values()) {
      collect(end, left);
    }
    actors.values().forEach(ProcessActor::end);
    return left;
  }

  private CompletableFuture<Outcome> shutDown(Managed managed) {
    ProcessActor actor = actors.get(managed.name().key());
    if (actor == null) {
      return done(Outcome.of(Outcome.Kind.DONE, deleted(managed).reason(), managed));
    }
    Duration patience = new Request.Stop(Optional.empty()).patience(managed);
    return actor.ask(
        new Event.Shutdown(), Entry.Origin.DAEMON, Optional.of(new Goal.Down()), patience);
  }

  private static void collect(CompletableFuture<Outcome> outcome, Collection<ProcessName> left)
      throws InterruptedException {
    try {
      Outcome answer = outcome.get(1, TimeUnit.HOURS);
      if (answer.kind() != Outcome.Kind.DONE) {
        left.add(answer.managed().name());
      }
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      LOG.error("a process could not be stopped", e);
    }
  }

  /** Leaves everything running, for the next daemon to take up. */
  public void detach() {
    ending = true;
    actors.values().forEach(ProcessActor::end);
  }
}
