package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import dev.sentinelzero.units.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what all trees use, in one go, and tells of those that were over a limit for several
 * samples in a row. {@link #sample} is called by one thread.
 */
public final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final Supervisor supervisor;
  private final Host host;
  private final int samplesOver;
  private final Map<RunId, Integer> over = new HashMap<>();
  private volatile Map<String, Usage> latest = Map.of();

  /**
   * Makes one.
   *
   * @param samplesOver how many samples in a row must be over a limit, 1 or more
   */
  public Sampler(Supervisor supervisor, Host host, int samplesOver) {
    this.supervisor = supervisor;
    this.host = host;
    this.samplesOver = samplesOver;
  }

  /** The latest sample of a process; absent where it does not run. */
  public Optional<Usage> usage(ProcessName name) {
    return Optional.ofNullable(latest.get(name.key()));
  }

  /** Open descriptors of a process's tree, looked up now; absent where unknown. Dear. */
  public Optional<Long> openFiles(Managed managed) {
    return managed
        .run()
        .map(run -> host.openFiles(new Launcher.Run(managed.name(), run)))
        .filter(count -> count >= 0);
  }

  /** Takes a sample of everything that runs. */
  public void sample() {
    List<Managed> running = new ArrayList<>();
    List<Launcher.Run> runs = new ArrayList<>();
    for (Managed managed : supervisor.all()) {
      if (managed.state() instanceof State.Active active) {
        running.add(managed);
        runs.add(new Launcher.Run(managed.name(), active.run()));
      }
    }
    Map<Launcher.Run, Usage> used = runs.isEmpty() ? Map.of() : host.usage(runs);
    Map<String, Usage> next = new HashMap<>();
    for (int at = 0; at < runs.size(); at++) {
      Usage usage = used.get(runs.get(at));
      if (usage != null) {
        next.put(runs.get(at).name().key(), usage);
        judge(running.get(at), runs.get(at), usage);
      }
    }
    latest = Map.copyOf(next);
    over.keySet().retainAll(runs.stream().map(Launcher.Run::id).toList());
  }

  private void judge(Managed managed, Launcher.Run run, Usage usage) {
    Optional<String> exceeded = exceeded(managed.definition().spec().confinement().limits(), usage);
    if (exceeded.isEmpty()) {
      over.remove(run.id());
      return;
    }
    int times = over.merge(run.id(), 1, Integer::sum);
    if (times == samplesOver) {
      String text = exceeded.orElseThrow() + " in " + times + " samples";
      LOG.warn("{}: {}", run.name(), text);
      supervisor.tell(run.name(), new Event.Exceeded(run.id(), new Reason("limit_exceeded", text)));
    }
  }

  private static Optional<String> exceeded(ProcessSpec.Limits limits, Usage usage) {
    if (limits.memory().isPresent() && usage.memoryBytes() > limits.memory().getAsLong()) {
      return Optional.of(
          "memory "
              + Sizes.brief(usage.memoryBytes())
              + " is over the limit "
              + Sizes.format(limits.memory().getAsLong()));
    }
    if (limits.cpu().isPresent() && usage.cpuPercent() > limits.cpu().getAsDouble()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "cpu %.0f%% is over the limit %.0f%%",
              usage.cpuPercent(),
              limits.cpu().getAsDouble()));
    }
    return Optional.empty();
  }
}
