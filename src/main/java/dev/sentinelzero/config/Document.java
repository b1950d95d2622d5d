package dev.sentinelzero.config;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.RestartPolicy;
import java.util.List;
import java.util.Map;

/**
 * A process file as it was understood: everything resolved.
 *
 * @param project who owns the processes
 * @param policies the file's own, by name
 * @param processes in the order of the file
 */
public record Document(
    String project, Map<String, RestartPolicy> policies, List<Definition> processes) {}
