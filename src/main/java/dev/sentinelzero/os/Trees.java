package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.RunId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The living processes of a run. As long as its keeper lives on Linux they are exactly the keeper's
 * descendants. Else they are searched: the leader's session and group, whoever carries the run's id
 * in the environment, and the descendants of all these.
 */
final class Trees {
  private static final long OURSELVES = ProcessHandle.current().pid();

  private Trees() {}

  /** The living processes of a run, the leader first. */
  static List<ProcessEntry> of(RunId run, Roots roots, Snapshot table) {
    Set<ProcessEntry> found = new LinkedHashSet<>();
    Optional<ProcessEntry> leader = roots.leader().flatMap(table::alive);
    leader.ifPresent(found::add);
    Optional<ProcessEntry> keeper = roots.keeper().flatMap(table::alive);
    keeper.ifPresent(alive -> table.addDescendants(alive.pid(), found));
    if (keeper.isEmpty() || !roots.exact()) {
      search(run, roots, table, found);
    }
    found.removeIf(entry -> entry.pid() == OURSELVES || entry.pid() == 1);
    return List.copyOf(found);
  }

  private static void search(RunId run, Roots roots, Snapshot table, Set<ProcessEntry> found) {
    List<ProcessEntry> marked = table.ofRun(run.value());
    found.addAll(marked);
    long session = roots.leader().filter(Identities::isHere).map(Identity::pid).orElse(0L);
    // The pid of a leader that is gone may be another session's by now: somebody marked vouches.
    boolean ours =
        found.stream().anyMatch(entry -> entry.session() == session || entry.pid() == session);
    if (session > 1 && ours) {
      for (ProcessEntry entry : table.all()) {
        boolean member = entry.session() == session || entry.group() == session;
        if (member && !entry.zombie()) {
          found.add(entry);
        }
      }
    }
    for (ProcessEntry root : new ArrayList<>(found)) {
      table.addDescendants(root.pid(), found);
    }
  }
}
