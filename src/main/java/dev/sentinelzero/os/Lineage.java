package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the run of a process by going up from it until somebody keeps or leads a run. */
final class Lineage {
  private static final int DEEPEST = 64;

  private final Collection<Watch> watches;

  Lineage(Collection<Watch> watches) {
    this.watches = watches;
  }

  Optional<Launcher.Run> runOf(long pid) {
    Map<Long, String> starts = ancestors(pid);
    for (Watch watch : watches) {
      Roots roots = watch.roots();
      if (isAmong(starts, roots.leader()) || isAmong(starts, roots.keeper())) {
        return Optional.of(watch.run());
      }
    }
    return starts.isEmpty() ? Optional.empty() : marked(pid);
  }

  /** The start times of a process and of those above it, by pid. */
  private static Map<Long, String> ancestors(long pid) {
    Map<Long, String> starts = new HashMap<>();
    Optional<ProcessEntry> entry = ProcessSource.current().one(pid);
    while (entry.isPresent() && starts.size() < DEEPEST) {
      starts.put(entry.get().pid(), entry.get().start());
      long parent = entry.get().parent();
      entry = parent > 1 ? ProcessSource.current().one(parent) : Optional.empty();
    }
    return starts;
  }

  private static boolean isAmong(Map<Long, String> starts, Optional<Identity> one) {
    return one.isPresent() && one.get().start().equals(starts.get(one.get().pid()));
  }

  /** Where the tree need not hang below the keeper, the run's id in the environment decides. */
  private Optional<Launcher.Run> marked(long pid) {
    Optional<String> id = ProcessSource.current().runId(pid);
    return watches.stream()
        .filter(watch -> !watch.roots().exact())
        .map(Watch::run)
        .filter(run -> id.isPresent() && run.id().value().equals(id.get()))
        .findFirst();
  }
}
