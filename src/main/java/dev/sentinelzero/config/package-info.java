/**
 * The process file, the words of restart policies and the daemon's settings: read with all problems
 * at once, written, compared.
 */
@NullMarked
package dev.sentinelzero.config;

import org.jspecify.annotations.NullMarked;
