/**
 * The shell around {@link dev.sentinelzero.process.Lifecycle}: one mailbox and one virtual thread a
 * process, the registry, recovery, and the ports to what keeps and sends things.
 */
@NullMarked
package dev.sentinelzero.runtime;

import org.jspecify.annotations.NullMarked;
