package dev.sentinelzero.schedule;

import dev.sentinelzero.schedule.ClockChanges.InGap;
import dev.sentinelzero.schedule.ClockChanges.InRepeat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Walks through the instants at which a cron expression fires. Between two changes of a zone's
 * offset local time runs like time itself, so each such stretch is searched by fields, and only
 * what lies at its ends needs rules.
 */
final class CronWalk {
  /** Nothing fires before it; earlier times of the calendar mean nothing to anybody. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  /** The longest pause between two fires is 40 years: 29 February on one weekday, across 2100. */
  private static final long MINUTES_OF_A_CENTURY = 36_525L * CronSearch.DAY;

  private static final long TWO_DAYS = 2 * 86_400L;

  private final CronSearch search;
  private final boolean fixedHours;
  private final ClockChanges changes;
  private final ZoneRules rules;

  /**
   * Where the walk is: all before {@code local} in the stretch that holds {@code second} is done.
   */
  private long second;

  private ZoneOffset offset = ZoneOffset.UTC;
  private long local;

  CronWalk(CronExpression expression, ZoneId zone, ClockChanges changes) {
    search = new CronSearch(expression.fields());
    fixedHours = expression.hasFixedHours();
    rules = zone.getRules();
    this.changes = changes;
  }

  Optional<Fire> next(Instant strictlyAfter) {
    enter(strictlyAfter.isBefore(EARLIEST) ? EARLIEST : strictlyAfter);
    long limit = local + MINUTES_OF_A_CENTURY;
    while (true) {
      long found = search.next(local, limit);
      if (found == CronSearch.NONE) {
        return Optional.empty();
      }
      ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochSecond(second));
      Optional<Fire> fire =
          change == null || instantOf(found) < change.toEpochSecond()
              ? candidate(found)
              : cross(change, found);
      if (fire.isPresent()) {
        return fire;
      }
    }
  }

  private void enter(Instant instant) {
    second = instant.getEpochSecond();
    offset = rules.getOffset(instant);
    local = Math.floorDiv(second + offset.getTotalSeconds(), 60) + 1;
  }

  private long instantOf(long localMinute) {
    return localMinute * 60 - offset.getTotalSeconds();
  }

  /** A match inside of the stretch: fires, unless the other pass of its hour does. */
  private Optional<Fire> candidate(long found) {
    Instant at = Instant.ofEpochSecond(instantOf(found));
    LocalDateTime time = LocalDateTime.ofEpochSecond(found * 60, 0, ZoneOffset.UTC);
    ZoneOffsetTransition repeat = rules.getTransition(time);
    if (repeat == null || repeat.isGap()) {
      return Optional.of(Fire.plain(at));
    }
    boolean first = offset.equals(repeat.getOffsetBefore());
    if (fixedHours && changes.inRepeat() == (first ? InRepeat.LAST : InRepeat.FIRST)) {
      local = minute(repeat.getDateTimeBefore());
      return Optional.empty();
    }
    return Optional.of(
        new Fire(
            at,
            Optional.of(
                time.toLocalTime()
                    + " happens twice that day; this is the "
                    + (first ? "first" : "second")
                    + " pass")));
  }

  /** The first minute of the clock on the wall that is not before a time. */
  private static long minute(LocalDateTime time) {
    return Math.ceilDiv(time.toEpochSecond(ZoneOffset.UTC), 60);
  }

  /** Goes on behind a change of the offset; a gap may hold the fire. */
  private Optional<Fire> cross(ZoneOffsetTransition change, long found) {
    if (isFarOff(change, found)) {
      // Nothing matches before it on any clock, so that the changes between need no look.
      enter(Instant.ofEpochSecond(instantOf(found) - TWO_DAYS));
      return Optional.empty();
    }
    second = change.toEpochSecond();
    offset = change.getOffsetAfter();
    local = minute(change.getDateTimeAfter());
    boolean inGap = change.isGap() && found < local;
    return inGap && fixedHours && changes.inGap() == InGap.RUN
        ? Optional.of(new Fire(change.getInstant(), Optional.of(gapNote(change, found))))
        : Optional.empty();
  }

  /**
   * Offsets change by a day at most: a change two days from here can't bring a local time back that
   * was passed, and one two days before the match can't touch it.
   */
  private boolean isFarOff(ZoneOffsetTransition change, long found) {
    return change.toEpochSecond() - second > TWO_DAYS
        && instantOf(found) - TWO_DAYS > change.toEpochSecond();
  }

  private static String gapNote(ZoneOffsetTransition change, long found) {
    LocalDateTime missing = LocalDateTime.ofEpochSecond(found * 60, 0, ZoneOffset.UTC);
    LocalDateTime instead = change.getDateTimeAfter();
    LocalTime time = missing.toLocalTime();
    return missing.toLocalDate().equals(instead.toLocalDate())
        ? time + " does not exist that day (clocks go forward); runs at " + instead.toLocalTime()
        : time
            + " does not exist on "
            + missing.toLocalDate()
            + " (clocks go forward); runs at "
            + instead.toLocalTime()
            + " on "
            + instead.toLocalDate();
  }
}
