package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** All processes as they were at one moment. Shared by all who asked at that time. */
final class Snapshot {
  private final ProcessSource source;
  private final long nanos;
  private final Map<Long, ProcessEntry> byPid;
  private final Map<Long, List<ProcessEntry>> children;

  /** Reading environments is dear and seldom needed: done at most once, by whoever comes first. */
  private final FutureTask<Map<String, List<ProcessEntry>>> byRun;

  Snapshot(ProcessSource source, List<ProcessEntry> entries, long nanos) {
    this.source = source;
    this.nanos = nanos;
    byPid = HashMap.newHashMap(entries.size());
    children = HashMap.newHashMap(entries.size());
    for (ProcessEntry entry : entries) {
      byPid.put(entry.pid(), entry);
      children.computeIfAbsent(entry.parent(), parent -> new ArrayList<>(2)).add(entry);
    }
    byRun = new FutureTask<>(this::readRunIds);
  }

  /** When it was made, on the boot clock. */
  long nanos() {
    return nanos;
  }

  /** All processes, zombies included. */
  Iterable<ProcessEntry> all() {
    return byPid.values();
  }

  /** This very process, when it is alive. */
  Optional<ProcessEntry> alive(Identity identity) {
    if (!Identities.isHere(identity)) {
      return Optional.empty();
    }
    return Optional.ofNullable(byPid.get(identity.pid()))
        .filter(entry -> !entry.zombie() && entry.start().equals(identity.start()));
  }

  /** Adds the living descendants of a process, nearest first. */
  void addDescendants(long pid, Set<ProcessEntry> found) {
    List<Long> parents = new ArrayList<>(List.of(pid));
    Set<Long> seen = new LinkedHashSet<>(parents); // a scan is no instant: parents may form a ring
    for (int next = 0; next < parents.size(); next++) {
      for (ProcessEntry child : children.getOrDefault(parents.get(next), List.of())) {
        if (seen.add(child.pid())) {
          parents.add(child.pid());
          if (!child.zombie()) {
            found.add(child);
          }
        }
      }
    }
  }

  /** Living processes that were started with the id of a run in their environment. */
  List<ProcessEntry> ofRun(String run) {
    byRun.run();
    try {
      return byRun.get().getOrDefault(run, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("environments can't be read", e);
    }
  }

  private Map<String, List<ProcessEntry>> readRunIds() {
    Map<String, List<ProcessEntry>> found = new HashMap<>();
    for (ProcessEntry entry : byPid.values()) {
      if (!entry.zombie()) {
        source
            .runId(entry.pid())
            .ifPresent(run -> found.computeIfAbsent(run, id -> new ArrayList<>()).add(entry));
      }
    }
    return found;
  }
}
