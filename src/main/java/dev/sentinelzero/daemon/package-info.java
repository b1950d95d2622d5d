/**
 * The entry point and the composition root: plain {@code new}, start in order, close in reverse.
 */
@NullMarked
package dev.sentinelzero.daemon;

import org.jspecify.annotations.NullMarked;
