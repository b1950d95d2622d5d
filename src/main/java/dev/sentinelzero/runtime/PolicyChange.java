package dev.sentinelzero.runtime;

/**
 * What an apply does to one restart policy.
 *
 * @param name whose
 * @param action {@code NEW}, {@code UPDATE} or {@code UNTOUCHED}: policies are never removed, since
 *     another project may use them
 */
public record PolicyChange(String name, Change.Action action) {}
