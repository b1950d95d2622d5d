package dev.sentinelzero.os;

import dev.sentinelzero.process.Launcher;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures what runs use, each with its whole tree, from one look at all processes. Calls of {@link
 * #sample} must not overlap.
 */
public final class TreeSampler {
  private final Members members;
  private final ProcessTable table;
  private final Map<Launcher.Run, Earlier> earlier = new ConcurrentHashMap<>();

  private record Earlier(long nanos, Map<ProcessEntry.Key, Long> cpuNanos) {}

  /**
   * What a run uses.
   *
   * @param cpuPercent of one processor, since the sample before; empty at the first one
   * @param memoryBytes resident memory; pages shared by several processes count in each
   * @param threads of all processes
   * @param processes how many, 1 or more
   */
  public record Sample(OptionalDouble cpuPercent, long memoryBytes, int threads, int processes) {}

  TreeSampler(Members members, ProcessTable table) {
    this.members = members;
    this.table = table;
  }

  /** Samples runs; one of which nothing is alive has no sample. Blocks for the time of one scan. */
  public Map<Launcher.Run, Sample> sample(Collection<Launcher.Run> runs) {
    earlier.keySet().retainAll(runs);
    Map<Launcher.Run, Sample> samples = HashMap.newHashMap(runs.size());
    if (runs.isEmpty()) {
      return samples;
    }
    Snapshot snapshot = table.scan();
    for (Launcher.Run run : runs) {
      List<ProcessEntry> tree = members.tree(run, snapshot);
      if (!tree.isEmpty()) {
        samples.put(run, sample(run, tree, snapshot.nanos()));
      }
    }
    return samples;
  }

  private Sample sample(Launcher.Run run, List<ProcessEntry> tree, long nanos) {
    Map<ProcessEntry.Key, Long> cpu = HashMap.newHashMap(tree.size());
    long memory = 0;
    int threads = 0;
    for (ProcessEntry entry : tree) {
      cpu.put(entry.key(), entry.cpuNanos());
      memory += entry.memoryBytes();
      threads += entry.threads();
    }
    Earlier before = earlier.put(run, new Earlier(nanos, cpu));
    OptionalDouble percent =
        before == null || nanos <= before.nanos()
            ? OptionalDouble.empty()
            : OptionalDouble.of(100.0 * used(before, cpu) / (nanos - before.nanos()));
    return new Sample(percent, memory, threads, tree.size());
  }

  /** By process: one that ended since takes its time with it, and must not count as negative. */
  private static long used(Earlier before, Map<ProcessEntry.Key, Long> now) {
    long sum = 0;
    for (Map.Entry<ProcessEntry.Key, Long> one : now.entrySet()) {
      sum += Math.max(0, one.getValue() - before.cpuNanos().getOrDefault(one.getKey(), 0L));
    }
    return sum;
  }

  /** Open descriptors of a run's tree; empty where none can be read. Dearer than a sample. */
  public OptionalInt openFiles(Launcher.Run run) {
    ProcessSource source = ProcessSource.current();
    return members.tree(run).stream()
        .flatMap(entry -> source.openFiles(entry.pid()).stream())
        .mapToInt(Integer::intValue)
        .reduce(Integer::sum);
  }
}
