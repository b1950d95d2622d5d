package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.RunId;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the shell stands on.
 *
 * @param clock both clocks at once
 * @param random for run ids and jitter
 * @param launcher starts and ends runs
 * @param memory what must survive the daemon
 * @param journal what happened
 * @param host accounts and environment of this machine
 * @param blocking runs what blocks in the kernel, so that it holds up no carrier of virtual threads
 */
public record World(
    Supplier<Moment> clock,
    RandomGenerator random,
    Launcher launcher,
    Memory memory,
    Journal journal,
    Host host,
    ExecutorService blocking) {
  /** The present moment. */
  public Moment now() {
    return clock.get();
  }

  /** An id for a new run. */
  public RunId freshRun() {
    return RunId.of(now().wall().toEpochMilli(), random.nextLong(), random.nextLong());
  }
}
