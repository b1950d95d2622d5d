package dev.sentinelzero.runtime;

/**
 * What an apply is to bring about.
 *
 * @param wanted the project as it is to be
 * @param prune whether processes of the project that are not in it are removed
 * @param takeOver whether processes of other projects may be taken
 */
public record Intent(Snapshot wanted, boolean prune, boolean takeOver) {}
