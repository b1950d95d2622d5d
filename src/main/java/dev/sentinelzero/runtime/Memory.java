package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RestartPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps definitions, wants and states across daemons, in the home; independent of a database. */
public interface Memory {
  /**
   * What was kept.
   *
   * @param processes as they were last known
   * @param policies by name, without the built-in ones
   * @param boot id of the boot in which it was last written; empty on the first start
   */
  record Recalled(List<Managed> processes, Map<String, RestartPolicy> policies, String boot) {}

  /**
   * Keeps a process as it is now.
   *
   * @param durable whether the answer waits until it would survive a power cut
   * @return done when kept; fails when it can't be written
   */
  CompletableFuture<Void> remember(Managed managed, boolean durable);

  /** Forgets a deleted process, durably. */
  CompletableFuture<Void> forget(ProcessName name);

  /** Keeps a policy, durably. */
  CompletableFuture<Void> remember(String policyName, RestartPolicy policy);

  /** Forgets a policy, durably. */
  CompletableFuture<Void> forgetPolicy(String policyName);

  /** What was kept by earlier daemons. */
  Recalled recall();
}
