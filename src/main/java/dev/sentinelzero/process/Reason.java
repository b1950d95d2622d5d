package dev.sentinelzero.process;

/**
 * Why something is as it is: a stable code for programs and a sentence for people.
 *
 * @param code lower-case words joined by {@code _}; never changes its meaning
 * @param text one sentence without a final full stop
 */
public record Reason(String code, String text) {}
