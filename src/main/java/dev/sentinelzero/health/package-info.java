/**
 * Whether a run is ready and alive, pure: what is asked, how often, and what follows from the
 * answers. Reads no clock, random source, thread or file.
 */
@NullMarked
package dev.sentinelzero.health;

import org.jspecify.annotations.NullMarked;
