package dev.sentinelzero.schedule;

/**
 * Why something was decided.
 *
 * @param code for programs, such as {@code overlap_skip}; never changes its meaning
 * @param text for people
 */
public record Cause(String code, String text) {}
