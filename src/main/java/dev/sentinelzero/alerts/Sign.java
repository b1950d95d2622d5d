package dev.sentinelzero.alerts;

import dev.sentinelzero.process.Reason;
import java.time.Instant;

/**
 * Something that happened to a process, worth a message or not.
 *
 * @param what a word of the event log, or {@code run_failed} and {@code run_succeeded} for a
 *     planned run
 */
public record Sign(Instant at, String process, String what, Reason reason) {}
