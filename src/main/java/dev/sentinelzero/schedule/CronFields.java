package dev.sentinelzero.schedule;

/** The five fields of a cron expression. */
record CronFields(
    CronField minute, CronField hour, CronField day, CronField month, CronField weekday) {

  /**
   * Whether both day fields must match: Vixie's rule, by which it is enough that one of them begins
   * with {@code *}. Else either may.
   */
  boolean bothDays() {
    return day.startsWithStar() || weekday.startsWithStar();
  }

  /** The matching days of a month, as bits from 1. */
  long daysOf(int length, int weekdayOfFirst) {
    long week = weekday.bits();
    long turned = (week >>> weekdayOfFirst) | ((week << (7 - weekdayOfFirst)) & 0x7f);
    // Five weeks side by side; bit 1 is the first of the month.
    long byWeekday = turned * 0b1_0000001_0000001_0000001_0000001L << 1;
    long inMonth = (1L << (length + 1)) - 2;
    return (bothDays() ? day.bits() & byWeekday : day.bits() | byWeekday) & inMonth;
  }

  /** Whether there is a day on which it fires. */
  boolean canFire() {
    if (!bothDays()) {
      return true;
    }
    // Every date falls on each weekday in some year, 29 February too.
    return month.values().stream()
        .anyMatch(one -> day.first() <= (one == 2 ? 29 : one % 2 == (one < 8 ? 1 : 0) ? 31 : 30));
  }
}
