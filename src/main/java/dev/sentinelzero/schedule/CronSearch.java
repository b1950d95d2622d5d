package dev.sentinelzero.schedule;

/**
 * Finds the minutes of the local calendar that an expression matches, field by field. A local
 * minute is the count of minutes since 1970-01-01T00:00 on the clock on the wall; days are counted
 * alike.
 *
 * <p>The calendar is computed here and not asked of {@code LocalDate}: it costs a fraction, and the
 * optimizing compiler of OpenJDK 25.0.3 turned a {@code LocalDate} in this loop into null.
 */
record CronSearch(CronFields fields) {
  /** There is none. */
  static final long NONE = Long.MIN_VALUE;

  /** The minutes of a day. */
  static final int DAY = 24 * 60;

  /** The leap years of the years 1 to 1969. */
  private static final long LEAP_YEARS_BEFORE_1970 = 477;

  private static final int DAYS_OF_400_YEARS = 146_097;

  /** 1970-01-01 was a Thursday. */
  private static final int WEEKDAY_OF_DAY_ZERO = 4;

  /**
   * The first matching local minute that is {@code from} or later.
   *
   * @param limit months that begin after this minute are not looked at
   */
  long next(long from, long limit) {
    long day = Math.floorDiv(from, DAY);
    int time = nextTime(Math.floorMod(from, DAY));
    long found = nextDay(time < 0 ? day + 1 : day, Math.floorDiv(limit, DAY));
    if (found == NONE) {
      return NONE;
    }
    return found * DAY + (found == day ? time : fields.hour().first() * 60 + firstMinute());
  }

  private int firstMinute() {
    return fields.minute().first();
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

  private long nextDay(long from, long limit) {
    long year = yearOf(from);
    int month = 1;
    long start = startOf(year);
    while (start + length(year, month) <= from) {
      start += length(year, month++);
    }
    long notBefore = -1L << (from - start + 1);
    while (start <= limit) {
      int length = length(year, month);
      long days = fields.month().has(month) ? daysOf(start, length) & notBefore : 0;
      if (days != 0) {
        return start + Long.numberOfTrailingZeros(days) - 1;
      }
      notBefore = -1L;
      start += length;
      year += month / 12;
      month = month % 12 + 1;
    }
    return NONE;
  }

  private long daysOf(long start, int length) {
    return fields.daysOf(length, Math.floorMod(start + WEEKDAY_OF_DAY_ZERO, 7));
  }

  /** The year that holds a day. */
  private static long yearOf(long day) {
    long year = 1970 + Math.floorDiv(day * 400, DAYS_OF_400_YEARS);
    while (startOf(year) > day) {
      year--;
    }
    while (startOf(year + 1) <= day) {
      year++;
    }
    return year;
  }

  /** The first day of a year. */
  private static long startOf(long year) {
    long past = year - 1;
    long leapYears = Math.floorDiv(past, 4) - Math.floorDiv(past, 100) + Math.floorDiv(past, 400);
    return 365 * (year - 1970) + leapYears - LEAP_YEARS_BEFORE_1970;
  }

  private static int length(long year, int month) {
    if (month != 2) {
      return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  }
}
