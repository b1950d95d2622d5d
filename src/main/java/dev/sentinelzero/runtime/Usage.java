package dev.sentinelzero.runtime;

/**
 * What the tree of a run uses.
 *
 * @param cpuPercent of one processor since the sample before; -1 at the first
 * @param memoryBytes resident
 * @param threads all of them
 * @param processes how many
 */
public record Usage(double cpuPercent, long memoryBytes, int threads, int processes) {}
