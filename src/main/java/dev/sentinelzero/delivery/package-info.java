/**
 * Brings messages to those who want to be told: by webhooks and commands, kept until they have
 * arrived.
 */
@NullMarked
package dev.sentinelzero.delivery;

import org.jspecify.annotations.NullMarked;
