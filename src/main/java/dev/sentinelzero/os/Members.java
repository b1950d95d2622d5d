package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/** Finds the living processes of runs, signals and kills them. */
final class Members {
  private static final int KILL = Signals.number(Signal.KILL);

  /** How long killed processes get to be gone. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long new ones are hunted in a tree that forks faster than we kill. */
  private static final Duration HUNT = Duration.ofSeconds(10);

  private static final long FIRST_PAUSE = 1_000_000;
  private static final long LONGEST_PAUSE = 50_000_000;
  private final Keepers.Places places;
  private final ConcurrentMap<RunId, Watch> watches;
  private final ProcessTable table;

  Members(Keepers.Places places, ConcurrentMap<RunId, Watch> watches, ProcessTable table) {
    this.places = places;
    this.watches = watches;
    this.table = table;
  }

  /** The tree as it is now, the leader first. */
  List<ProcessEntry> tree(Launcher.Run run) {
    return isOver(run) ? List.of() : tree(run, table.scan());
  }

  /** The tree as it was in a snapshot, the leader first. */
  List<ProcessEntry> tree(Launcher.Run run, Snapshot snapshot) {
    return Trees.of(run.id(), roots(run), snapshot);
  }

  private Roots roots(Launcher.Run run) {
    Watch watch = watches.get(run.id());
    return watch == null ? Roots.of(places.of(run).files(), false) : watch.roots();
  }

  /** Whether the files say that nothing is left, which spares a search through all processes. */
  private boolean isOver(Launcher.Run run) {
    return places.of(run).files().exit().filter(exit -> !exit.leftovers()).isPresent();
  }

  /** Sends a signal to all of the scope; how many got it. */
  int send(Launcher.Run run, int signal, StopRule.Scope scope) {
    if (scope == StopRule.Scope.TREE) {
      return Signalling.send(tree(run), signal);
    }
    Optional<ProcessEntry> leader = leader(run);
    if (scope == StopRule.Scope.PROCESS) {
      return Signalling.send(leader.stream().toList(), signal);
    }
    List<ProcessEntry> group = of(run, scope);
    // The kernel reaches the whole group at once, however fast it forks.
    boolean whole = leader.filter(Signalling::isAlive).isPresent();
    if (whole && Pids.kill(-leader.get().pid(), signal) == 0) {
      return Math.max(1, group.size());
    }
    return Signalling.send(group, signal);
  }

  private Optional<ProcessEntry> leader(Launcher.Run run) {
    return roots(run)
        .leader()
        .filter(Identities::isHere)
        .flatMap(
            identity ->
                ProcessSource.current()
                    .one(identity.pid())
                    .filter(entry -> !entry.zombie() && entry.start().equals(identity.start())));
  }

  /** Who is in the scope now. */
  private List<ProcessEntry> of(Launcher.Run run, StopRule.Scope scope) {
    long leader = roots(run).leader().map(Identity::pid).orElse(0L);
    return tree(run).stream()
        .filter(
            entry ->
                switch (scope) {
                  case TREE -> true;
                  case GROUP -> entry.group() == leader;
                  case PROCESS -> entry.pid() == leader;
                })
        .toList();
  }

  /**
   * Kills all of the scope, those too that show up meanwhile, and gives them a moment to be gone.
   *
   * @return who is still there
   */
  List<ProcessEntry> sweep(Launcher.Run run, StopRule.Scope scope) {
    Set<ProcessEntry.Key> killed = new HashSet<>();
    long begin = BootClock.nanos();
    long lastNew = begin;
    long pause = FIRST_PAUSE;
    int calm = 0;
    while (true) {
      List<ProcessEntry> there = of(run, scope);
      List<ProcessEntry> fresh = there.stream().filter(entry -> killed.add(entry.key())).toList();
      Signalling.send(fresh, KILL);
      calm = fresh.isEmpty() ? calm + 1 : 0;
      long now = BootClock.nanos();
      lastNew = fresh.isEmpty() ? lastNew : now;
      boolean late = now - lastNew > GRACE.toNanos() || now - begin > HUNT.toNanos();
      if (calm >= 2 && there.isEmpty() || late) {
        return there;
      }
      if (calm >= 1 && !there.isEmpty()) {
        LockSupport.parkNanos(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }
}
