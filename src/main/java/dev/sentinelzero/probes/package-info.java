/**
 * Asks runs how they are: over HTTP, TCP and Unix sockets, by commands, in their output, and by
 * what they say of themselves.
 */
@NullMarked
package dev.sentinelzero.probes;

import org.jspecify.annotations.NullMarked;
