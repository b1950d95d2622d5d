package dev.sentinelzero.schedule;

import java.time.LocalDate;
import java.time.Year;

/**
 * Finds the minutes of the local calendar that an expression matches, field by field. A local
 * minute is the count of minutes since 1970-01-01T00:00 on the clock on the wall.
 */
record CronSearch(CronFields fields) {
  /** There is none. */
  static final long NONE = Long.MIN_VALUE;

  /** The minutes of a day. */
  static final int DAY = 24 * 60;

  /**
   * The first matching local minute that is {@code from} or later.
   *
   * @param limit nothing on a later month than this minute's is looked for
   */
  long next(long from, long limit) {
    long day = Math.floorDiv(from, DAY);
    int minute = Math.floorMod(from, DAY);
    LocalDate date = LocalDate.ofEpochDay(day);
    int time = nextTime(minute);
    if (time >= 0 && matches(date)) {
      return day * DAY + time;
    }
    long found = nextDay(date.plusDays(1), Math.floorDiv(limit, DAY));
    return found == NONE ? NONE : found * DAY + fields.hour().first() * 60L + firstMinute();
  }

  private int firstMinute() {
    return fields.minute().first();
  }

  private boolean matches(LocalDate date) {
    return fields.month().has(date.getMonthValue())
        && (days(date.withDayOfMonth(1)) >>> date.getDayOfMonth() & 1) != 0;
  }

  /** The first matching minute of a day that is {@code from} or later, -1 for none. */
  private int nextTime(int from) {
    int hour = from / 60;
    if (fields.hour().has(hour)) {
      int minute = fields.minute().next(from % 60);
      if (minute >= 0) {
        return hour * 60 + minute;
      }
    }
    int later = fields.hour().next(hour + 1);
    return later < 0 ? -1 : later * 60 + firstMinute();
  }

  private long nextDay(LocalDate from, long limit) {
    int year = from.getYear();
    int month = from.getMonthValue();
    long mask = -1L << from.getDayOfMonth();
    while (true) {
      int wanted = fields.month().next(month);
      if (wanted != month) {
        mask = -1L;
        year = wanted < 0 ? year + 1 : year;
        month = wanted < 0 ? fields.month().first() : wanted;
      }
      LocalDate first = LocalDate.of(year, month, 1);
      if (first.toEpochDay() > limit) {
        return NONE;
      }
      long days = days(first) & mask;
      if (days != 0) {
        return first.toEpochDay() + Long.numberOfTrailingZeros(days) - 1;
      }
      mask = -1L;
      month++;
    }
  }

  private long days(LocalDate first) {
    int length = first.getMonth().length(Year.isLeap(first.getYear()));
    return fields.daysOf(length, first.getDayOfWeek().getValue() % 7);
  }
}
