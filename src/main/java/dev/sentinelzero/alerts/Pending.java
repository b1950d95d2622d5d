package dev.sentinelzero.alerts;

/**
 * An alert that waits to be delivered to one target.
 *
 * @param key under which it is kept
 */
public record Pending(String key, Alert alert) {}
