package dev.sentinelzero.health;

/**
 * A verdict that changed, with its reason.
 *
 * @param aim of the probe
 * @param from the verdict before
 * @param to the verdict now, another one
 * @param code {@code readiness_passed}, {@code readiness_failed}, {@code liveness_passed} or {@code
 *     liveness_failed}
 * @param text one sentence without a final full stop, such as {@code tcp 127.0.0.1:6399: connection
 *     refused, 3 times in a row}
 */
public record Change(Aim aim, Verdict from, Verdict to, String code, String text) {}
