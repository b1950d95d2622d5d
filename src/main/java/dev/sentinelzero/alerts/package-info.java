/**
 * What is worth a message, when it is sent, and what it says. Reads no clock and does nothing
 * itself.
 */
@NullMarked
package dev.sentinelzero.alerts;

import org.jspecify.annotations.NullMarked;
