/**
 * All that differs between systems: starting and watching keepers, the identity of processes, the
 * members of a tree, signals, usage, accounts, locks and the clock. Linux and macOS.
 */
@NullMarked
package dev.sentinelzero.os;

import org.jspecify.annotations.NullMarked;
