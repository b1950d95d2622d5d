package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.RestartPolicy;
import java.util.List;
import java.util.Map;

/**
 * A project as it is, or is to be.
 *
 * @param project who owns the processes
 * @param policies by name; built-in ones are not among them
 * @param definitions of the processes
 */
public record Snapshot(
    String project, Map<String, RestartPolicy> policies, List<Definition> definitions) {}
