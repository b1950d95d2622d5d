package dev.sentinelzero.cli;

import java.util.function.IntSupplier;

/**
 * Where output goes.
 *
 * @param terminal whether that is a terminal
 * @param columns its width in columns, asked for only when a table is shown; 0 where it isn't known
 */
public record Screen(boolean terminal, IntSupplier columns) {}
