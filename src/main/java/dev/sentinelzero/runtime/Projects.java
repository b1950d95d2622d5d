package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RestartPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans, applies and rolls back projects. Only one apply is under way at any time: it holds the
 * lock from its plan until all definitions are taken and what it removes is gone. It does not hold
 * it while processes come up, so that an apply that mends a file never waits for the broken one.
 */
public final class Projects {
  private static final Logger LOG = LoggerFactory.getLogger(Projects.class);

  /** A process that can't be ended holds the next apply up no longer than this. */
  private static final long LONGEST_REMOVAL_SECONDS = 60;

  private final World world;
  private final Supervisor supervisor;
  private final Revisions revisions;
  private final ReentrantLock lock = new ReentrantLock(true);

  /** Makes it, for one registry of processes. */
  public Projects(World world, Supervisor supervisor, Revisions revisions) {
    this.world = world;
    this.supervisor = supervisor;
    this.revisions = revisions;
  }

  /**
   * What an apply has done and is doing.
   *
   * @param plan what it did
   * @param revision absent where there was nothing to do
   * @param pending what is still under way
   */
  public record Applied(Plan plan, Optional<Revision> revision, List<Supervisor.Pending> pending) {}

  /** What is remembered. */
  public Revisions revisions() {
    return revisions;
  }

  /**
   * What an apply would do. A question: changes nothing.
   *
   * @throws RefusedException when a process belongs to another project
   */
  public Plan plan(Intent intent) throws RefusedException {
    Snapshot wanted = intent.wanted();
    List<Change> changes =
        supervisor.plan(
            wanted.project(),
            wanted.definitions(),
            Optional.of(intent.emptied()),
            intent.prune(),
            intent.takeOver());
    Map<String, RestartPolicy> present = supervisor.policies().all();
    List<PolicyChange> policies = new ArrayList<>();
    wanted
        .policies()
        .forEach(
            (name, policy) -> policies.add(new PolicyChange(name, action(present, name, policy))));
    return new Plan(intent, changes, policies);
  }

  private static Change.Action action(
      Map<String, RestartPolicy> present, String name, RestartPolicy policy) {
    RestartPolicy before = present.get(name);
    if (before == null) {
      return Change.Action.NEW;
    }
    return before.equals(policy) ? Change.Action.UNTOUCHED : Change.Action.UPDATE;
  }

  /**
   * Brings a project about, exactly as planned.
   *
   * @throws RefusedException when nothing was done
   */
  public Applied apply(Intent intent, Revision.Cause cause, Entry.Origin origin)
      throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      supervisor.refuseWhileEnding();
      return carryOut(plan(intent), cause, origin);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Which revision a rollback means.
   *
   * @param project absent: the only one that has revisions
   * @param number absent: the one before the newest
   */
  public record Target(Optional<String> project, OptionalInt number) {}

  /**
   * What a rollback would do. A question: changes nothing.
   *
   * @throws RefusedException when there is no such revision, or it can't be brought back
   */
  public Plan planRollback(Target target) throws RefusedException {
    Target found = found(target);
    int number = found.number().orElseThrow();
    Snapshot wanted = revisions.snapshot(found.project().orElseThrow(), number);
    Plan plan = plan(new Intent(wanted, true, false));
    List<Change> changes =
        plan.changes().stream()
            .map(
                change ->
                    change.action() == Change.Action.REMOVE
                        ? change.because("revision " + number + " does not have it")
                        : change)
            .toList();
    return new Plan(plan.intent(), changes, plan.policies());
  }

  /**
   * Brings a project back to what it was after an earlier revision; that is a new revision.
   *
   * @param reason what the user says of it; may be empty
   * @throws RefusedException when nothing was done
   */
  public Applied rollback(Target target, String reason, Entry.Origin origin)
      throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      supervisor.refuseWhileEnding();
      Target found = found(target);
      Plan plan = planRollback(found);
      return carryOut(plan, new Revision.Cause(List.of(), reason, found.number()), origin);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The revision that is meant.
   *
   * @throws RefusedException when there is none, or more than one could be
   */
  public Target found(Target target) throws RefusedException {
    String project = target.project().isPresent() ? target.project().get() : onlyProject();
    if (target.number().isPresent()) {
      return new Target(Optional.of(project), target.number());
    }
    List<Revision> all = revisions.all(Optional.of(project)).revisions();
    if (all.size() < 2) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND,
          "project '" + project + "' has no revision before the present one",
          "sentinelzero config revisions shows all");
    }
    return new Target(Optional.of(project), OptionalInt.of(all.get(1).number()));
  }

  private String onlyProject() throws RefusedException {
    Set<String> projects = revisions.projects();
    if (projects.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND,
          "there are no revisions yet",
          "each 'sentinelzero config apply' that changes something makes one");
    }
    if (projects.size() > 1) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "several projects have revisions: " + String.join(", ", projects),
          "choose one with --project");
    }
    return projects.iterator().next();
  }

  /** Something small, such as defining one process by hand. */
  public interface Small<T> {
    /**
     * Does it.
     *
     * @throws RefusedException when it is refused
     */
    T done() throws RefusedException;
  }

  /**
   * Does something that must not come between the plan of an apply and its effect.
   *
   * @throws RefusedException when it is refused
   */
  public <T> T alone(Small<T> small) throws RefusedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return small.done();
    } finally {
      lock.unlock();
    }
  }

  private Applied carryOut(Plan plan, Revision.Cause cause, Entry.Origin origin)
      throws RefusedException, InterruptedException {
    if (plan.isNothing()) {
      return new Applied(plan, Optional.empty(), List.of());
    }
    check(plan);
    Revision revision = revision(plan, cause, origin);
    keep(revision, after(plan));
    List<Supervisor.Pending> pending;
    try {
      putPolicies(plan);
      pending = supervisor.apply(plan.changes(), true, origin).pending();
    } catch (RefusedException e) {
      revisions.drop(revision);
      throw e;
    }
    note(revision, origin);
    awaitRemovals(plan, pending);
    return new Applied(plan, Optional.of(revision), pending);
  }

  /** Everything that can be refused is refused before anything is done. */
  private void check(Plan plan) throws RefusedException {
    Set<String> policies = new HashSet<>(supervisor.policies().all().keySet());
    policies.addAll(plan.intent().wanted().policies().keySet());
    List<Definition> definitions =
        plan.changes().stream().flatMap(change -> change.definition().stream()).toList();
    Policies.check(definitions, policies);
    Set<String> seen = new HashSet<>();
    for (Change change : plan.changes()) {
      if (change.action() != Change.Action.UNTOUCHED && change.definition().isPresent()) {
        checkFiles(change.definition().get(), seen);
      }
    }
  }

  /** A file that is missing or closed to us may come until the start; a wrong one is told now. */
  private static void checkFiles(Definition definition, Set<String> seen) throws RefusedException {
    for (String file : definition.spec().environment().files()) {
      Optional<String> wrong =
          seen.add(file) ? EnvironmentFile.wrong(file) : Optional.<String>empty();
      if (wrong.isPresent()) {
        throw new RefusedException(
            RefusedException.Kind.INVALID,
            "'" + definition.name() + "' can't use its variables: " + wrong.get(),
            "mend the file; nothing was changed");
      }
    }
  }

  private void putPolicies(Plan plan) throws RefusedException {
    Map<String, RestartPolicy> wanted = plan.intent().wanted().policies();
    for (PolicyChange change : plan.policies()) {
      RestartPolicy policy = wanted.get(change.name());
      if (change.action() != Change.Action.UNTOUCHED && policy != null) {
        supervisor.policies().put(change.name(), policy);
      }
    }
  }

  private Revision revision(Plan plan, Revision.Cause cause, Entry.Origin origin) {
    List<Revision.Step> processes =
        plan.changes().stream()
            .filter(change -> change.action() != Change.Action.UNTOUCHED)
            .map(
                change ->
                    new Revision.Step(
                        change.name().value(), change.action().word(), change.fields()))
            .toList();
    List<Revision.Step> policies =
        plan.policies().stream()
            .filter(change -> change.action() != Change.Action.UNTOUCHED)
            .map(change -> new Revision.Step(change.name(), change.action().word(), List.of()))
            .toList();
    String project = plan.intent().wanted().project();
    return new Revision(
        project,
        revisions.next(project),
        world.now().wall(),
        origin,
        new Revision.Content(cause, processes, policies));
  }

  private void keep(Revision revision, Snapshot after) throws RefusedException {
    try {
      revisions.keep(revision, after);
    } catch (IOException e) {
      throw new RefusedException(
          RefusedException.Kind.UNAVAILABLE,
          "the revision can't be written to the home: " + e.getMessage(),
          "make room on the disk or mend its permissions, then try again; nothing was changed");
    }
  }

  /** The whole project once the plan is carried out, what the file leaves alone included. */
  private Snapshot after(Plan plan) {
    Snapshot wanted = plan.intent().wanted();
    Map<String, Definition> definitions = new LinkedHashMap<>();
    supervisor.all().stream()
        .filter(managed -> managed.definition().project().equals(wanted.project()))
        .filter(managed -> !BesideRuns.isBeside(managed))
        .forEach(managed -> definitions.put(managed.name().key(), managed.definition()));
    for (Change change : plan.changes()) {
      change
          .definition()
          .ifPresentOrElse(
              definition -> definitions.put(change.name().key(), definition),
              () -> definitions.remove(change.name().key()));
    }
    Map<String, RestartPolicy> policies = new TreeMap<>(wanted.policies());
    Map<String, RestartPolicy> present = supervisor.policies().all();
    for (Definition definition : definitions.values()) {
      if (definition.spec().rules().policy() instanceof ProcessSpec.PolicyChoice.Named(String name)
          && !RestartPolicy.BUILT_IN.containsKey(name)) {
        RestartPolicy policy = present.get(name);
        if (policy != null) {
          policies.putIfAbsent(name, policy);
        }
      }
    }
    return new Snapshot(wanted.project(), policies, List.copyOf(definitions.values()));
  }

  private void note(Revision revision, Entry.Origin origin) {
    Revision.Cause cause = revision.content().cause();
    boolean back = cause.rolledBackTo().isPresent();
    int count = revision.content().processes().size();
    String what = count == 1 ? "1 process changed" : count + " processes changed";
    String text =
        "revision "
            + revision.number()
            + " of project "
            + revision.project()
            + (back ? ", back to revision " + cause.rolledBackTo().getAsInt() : "")
            + ": "
            + what
            + (cause.reason().isEmpty() ? "" : "; " + cause.reason());
    String word = back ? "rolled_back" : "applied";
    Map<String, String> details =
        Map.of("project", revision.project(), "revision", String.valueOf(revision.number()));
    world
        .journal()
        .write(
            new Entry.Happened(
                revision.at(),
                origin,
                Optional.empty(),
                Optional.empty(),
                word,
                new Reason(word, text),
                details));
  }

  /** Until they are gone, the next plan would take them for processes that are there. */
  private static void awaitRemovals(Plan plan, List<Supervisor.Pending> pending)
      throws InterruptedException {
    Set<String> removed = new HashSet<>();
    for (Change change : plan.changes()) {
      if (change.action() == Change.Action.REMOVE || change.action() == Change.Action.RECREATE) {
        removed.add(change.name().key());
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_REMOVAL_SECONDS);
    for (Supervisor.Pending one : pending) {
      if (removed.contains(one.before().name().key())) {
        await(one, deadline - System.nanoTime());
      }
    }
  }

  private static void await(Supervisor.Pending one, long nanos) throws InterruptedException {
    try {
      one.outcome().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} is not gone yet; applies go on", one.before().name());
    } catch (ExecutionException e) {
      LOG.error("{} could not be removed", one.before().name(), e.getCause());
    }
  }
}
