package dev.sentinelzero.process;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known about the end of a run.
 *
 * @param exit how it ended
 * @param at when the leader ended, wall clock
 * @param up how long the leader lived; zero where it never ran
 */
public record ExitReport(Exit exit, Instant at, Duration up) {}
