package dev.sentinelzero.config;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.RestartPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process file as it was understood: everything resolved.
 *
 * @param project who owns the processes
 * @param policies the file's own, by name
 * @param processes in the order of the file
 * @param emptied names of processes with {@code instances: 0}
 */
public record Document(
    String project,
    Map<String, RestartPolicy> policies,
    List<Definition> processes,
    Set<String> emptied) {

  /** A document in which every process is there at least once. */
  public Document(String project, Map<String, RestartPolicy> policies, List<Definition> processes) {
    this(project, policies, processes, Set.of());
  }
}
