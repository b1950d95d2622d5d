/**
 * The life of a process, pure: definitions, states, events, the one total function {@link
 * dev.sentinelzero.process.Lifecycle#step} and the restart decision. Reads no clock, random source,
 * thread or file.
 */
@NullMarked
package dev.sentinelzero.process;

import org.jspecify.annotations.NullMarked;
