package dev.sentinelzero.daemon;

import dev.sentinelzero.files.LogRetention;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the logs within their bounds: each process's own, all together, and those of the disk. */
final class LogChores {
  private static final Logger LOG = LoggerFactory.getLogger(LogChores.class);

  /** With less than this free the oldest closed segments go. */
  private static final long LEAST_FREE = 64L << 20;

  private final Supervisor supervisor;
  private final LogRetention retention;
  private final Path logs;
  private final long most;

  /**
   * Knows the bounds.
   *
   * @param most bytes of all logs together
   */
  LogChores(Supervisor supervisor, Path logs, long most) {
    this.supervisor = supervisor;
    this.retention = new LogRetention(logs);
    this.logs = logs;
    this.most = most;
  }

  void sweep() throws IOException {
    List<Managed> all = supervisor.all();
    Set<RunId> live = new HashSet<>();
    all.forEach(managed -> managed.run().ifPresent(live::add));
    for (Managed managed : all) {
      try {
        retention.sweep(managed.name(), limits(managed), live, Instant.now());
      } catch (IOException e) {
        LOG.warn("the logs of {} can't be tidied: {}", managed.name(), e.toString());
      }
    }
    long free = Files.getFileStore(logs).getUsableSpace();
    long total = retention.totalBytes();
    long bound = free < LEAST_FREE ? Math.min(most, total - (LEAST_FREE - free)) : most;
    if (total > bound) {
      LOG.warn("logs take {} bytes; the oldest go until they take {}", total, Math.max(0, bound));
      retention.shrinkTo(Math.max(0, bound), live);
    }
  }

  private static LogRetention.Limits limits(Managed managed) {
    ProcessSpec.LogRule rule = managed.definition().spec().logs();
    return new LogRetention.Limits(
        rule.maxSize(), rule.keep(), rule.maxAge().orElse(Duration.ZERO), rule.compress());
  }
}
