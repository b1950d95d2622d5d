/**
 * Watches files for processes that are restarted when they change, by what the operating system
 * tells.
 */
@NullMarked
package dev.sentinelzero.watching;

import org.jspecify.annotations.NullMarked;
