package dev.sentinelzero.daemon;

import dev.sentinelzero.config.PolicyWords;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.files.StateLog;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.runtime.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory in the home's {@code state/processes}. */
final class StateMemory implements Memory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateMemory.class);
  private static final String PROCESS = "process/";
  private static final String POLICY = "policy/";
  private static final String BOOT = "boot";

  private final StateLog log;
  private final Recalled recalled;

  /**
   * Opens it and notes the boot it is used in.
   *
   * @throws IOException when the file can't be read or written
   */
  StateMemory(Path file, Supplier<Moment> clock, String boot) throws IOException {
    this.log = new StateLog(file);
    this.recalled = recalled(log.recalled(), clock.get());
    log.start();
    if (!boot.equals(recalled.boot())) {
      log.put(BOOT, () -> boot, true);
    }
  }

  private static Recalled recalled(Map<String, String> kept, Moment now) {
    List<Managed> processes = new ArrayList<>();
    Map<String, RestartPolicy> policies = new TreeMap<>();
    kept.forEach(
        (key, value) -> {
          try {
            if (key.startsWith(PROCESS)) {
              processes.add(ManagedCodec.read(value, now));
            } else if (key.startsWith(POLICY)) {
              policies.put(key.substring(POLICY.length()), PolicyWords.read(value));
            }
          } catch (IOException | RuntimeException e) {
            LOG.error(
                "what was kept of {} can't be read and is left alone: {}", key, e.getMessage());
          }
        });
    return new Recalled(processes, policies, kept.getOrDefault(BOOT, ""));
  }

  @Override
  public CompletableFuture<Void> remember(Managed managed, boolean durable) {
    return log.put(PROCESS + managed.name().key(), () -> ManagedCodec.write(managed), durable);
  }

  @Override
  public CompletableFuture<Void> forget(ProcessName name) {
    return log.remove(PROCESS + name.key());
  }

  @Override
  public CompletableFuture<Void> remember(String policyName, RestartPolicy policy) {
    return log.putOnce(POLICY + policyName, SpecWriter.policy(policy).toString());
  }

  @Override
  public CompletableFuture<Void> forgetPolicy(String policyName) {
    return log.remove(POLICY + policyName);
  }

  @Override
  public Recalled recall() {
    return recalled;
  }

  @Override
  public void close() {
    log.close();
  }
}
