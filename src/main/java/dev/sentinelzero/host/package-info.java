/**
 * The place of the daemon on its machine: installed under launchd or systemd, so that it starts
 * with the machine and comes back, and heard by systemd while it runs.
 */
@NullMarked
package dev.sentinelzero.host;

import org.jspecify.annotations.NullMarked;
