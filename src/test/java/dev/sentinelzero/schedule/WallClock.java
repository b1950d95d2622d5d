package dev.sentinelzero.schedule;

import dev.sentinelzero.schedule.ClockChanges.InGap;
import dev.sentinelzero.schedule.ClockChanges.InRepeat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An oracle: somebody who looks at the clock on the wall each minute and fires when the time is one
 * that was written down. Shares nothing with what it judges; the fields are sets that were made
 * beside the text.
 */
record WallClock(ZoneId zone, Fields fields, ClockChanges changes) {
  /** Values that are meant, and how they were written where that matters. */
  record Field(String text, Set<Integer> values) {}

  /** The five fields. */
  record Fields(Field minute, Field hour, Field day, Field month, Field weekday) {
    String text() {
      return String.join(" ", minute.text(), hour.text(), day.text(), month.text(), weekday.text());
    }

    boolean match(LocalDateTime time) {
      return minute.values().contains(time.getMinute())
          && hour.values().contains(time.getHour())
          && month.values().contains(time.getMonthValue())
          && matchesDay(time);
    }

    private boolean matchesDay(LocalDateTime time) {
      boolean date = day.values().contains(time.getDayOfMonth());
      boolean weekdayToo = weekday.values().contains(time.getDayOfWeek().getValue() % 7);
      return day.text().charAt(0) == '*' || weekday.text().charAt(0) == '*'
          ? date && weekdayToo
          : date || weekdayToo;
    }

    boolean fixedHour() {
      return !hour.text().contains("*") && !hour.text().contains("/");
    }
  }

  /** All fires after {@code from} and before {@code to}. */
  List<Instant> fires(Instant from, Instant to) {
    List<Instant> fires = new ArrayList<>();
    Instant now = from.truncatedTo(ChronoUnit.MINUTES);
    LocalDateTime shown = LocalDateTime.ofInstant(now, zone);
    for (now = now.plusSeconds(60); now.isBefore(to); now = now.plusSeconds(60)) {
      LocalDateTime before = shown;
      shown = LocalDateTime.ofInstant(now, zone);
      if (fields.match(shown) && isMyPass(now) || leapt(before, shown)) {
        fires.add(now);
      }
    }
    return fires;
  }

  private boolean isMyPass(Instant now) {
    ZonedDateTime time = now.atZone(zone);
    boolean first = time.withEarlierOffsetAtOverlap().toInstant().equals(now);
    boolean last = time.withLaterOffsetAtOverlap().toInstant().equals(now);
    return !fields.fixedHour()
        || switch (changes.inRepeat()) {
          case FIRST -> first;
          case LAST -> last;
          case BOTH -> true;
        };
  }

  /** Whether the hands leapt over a time that was written down. */
  private boolean leapt(LocalDateTime before, LocalDateTime shown) {
    if (!fields.fixedHour() || changes.inGap() == InGap.SKIP) {
      return false;
    }
    for (LocalDateTime time = before.plusMinutes(1);
        time.isBefore(shown);
        time = time.plusMinutes(1)) {
      if (fields.match(time)) {
        return true;
      }
    }
    return false;
  }

  /** Every combination of rules. */
  static List<ClockChanges> allRules() {
    List<ClockChanges> all = new ArrayList<>();
    for (InGap inGap : InGap.values()) {
      for (InRepeat inRepeat : InRepeat.values()) {
        all.add(new ClockChanges(inGap, inRepeat));
      }
    }
    return all;
  }
}
