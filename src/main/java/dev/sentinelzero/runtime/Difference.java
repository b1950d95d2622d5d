package dev.sentinelzero.runtime;

/**
 * A field in which two definitions differ.
 *
 * @param path of its key, such as {@code stop.timeout}
 * @param before its value in one line, empty where there was none
 * @param after its value in one line, empty where there is none; what may be secret is masked
 */
public record Difference(String path, String before, String after) {}
