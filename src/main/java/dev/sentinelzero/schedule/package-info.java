/**
 * When something fires, pure: cron expressions, periods and single instants, what clock changes do
 * to them, what becomes of fires that were missed or that meet a run. Reads no clock, random
 * source, thread or file; {@link dev.sentinelzero.schedule.Fires#next} is the way in.
 */
@NullMarked
package dev.sentinelzero.schedule;

import org.jspecify.annotations.NullMarked;
