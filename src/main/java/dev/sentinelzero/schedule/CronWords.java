package dev.sentinelzero.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Says a cron expression in plain English: the times of a day first, then the days. */
final class CronWords {
  /** More times of a day than these are said by their minutes and hours. */
  private static final int MOST_TIMES = 6;

  private static final List<String> WEEKDAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private final CronFields fields;

  private CronWords(CronFields fields) {
    this.fields = fields;
  }

  static String describe(CronFields fields) {
    CronWords words = new CronWords(fields);
    return words.times() + words.days();
  }

  private String times() {
    CronField minute = fields.minute();
    CronField hour = fields.hour();
    if (!hour.isFull() && minute.count() * hour.count() <= MOST_TIMES) {
      return "at " + listed(timesOfDay());
    }
    int hours = step(hour);
    if (minute.count() == 1 && hours > 0) {
      return everyHours(hours) + (minute.first() == 0 ? "" : " at minute " + minute.first());
    }
    return minutes() + hours();
  }

  private List<String> timesOfDay() {
    List<String> times = new ArrayList<>();
    for (int hour : fields.hour().values()) {
      for (int minute : fields.minute().values()) {
        times.add(time(hour, minute));
      }
    }
    return times;
  }

  private static String time(int hour, int minute) {
    return "%02d:%02d".formatted(hour, minute);
  }

  private static String everyHours(int hours) {
    return hours == 1 ? "every hour" : "every " + hours + " hours";
  }

  private String minutes() {
    CronField minute = fields.minute();
    int step = step(minute);
    if (step > 0) {
      return step == 1 ? "every minute" : "every " + step + " minutes";
    }
    String word = minute.count() == 1 ? "at minute " : "at minutes ";
    return word + listed(runs(minute.values(), Integer::toString));
  }

  private String hours() {
    CronField hour = fields.hour();
    boolean evenly = step(fields.minute()) > 0;
    if (hour.isFull()) {
      return evenly ? "" : " of every hour";
    }
    int last = hour.values().getLast();
    if (evenly && last - hour.first() + 1 == hour.count()) {
      return " from " + time(hour.first(), 0) + " to " + time(last, 59);
    }
    return (hour.count() == 1 ? " of hour " : " of the hours ")
        + listed(runs(hour.values(), Integer::toString));
  }

  /** The distance of values that begin at 0 and go round evenly, 0 when they don't. */
  private static int step(CronField field) {
    int count = field.count();
    if (field.unit().size() % count != 0 || count == 1) {
      return 0;
    }
    int step = field.unit().size() / count;
    return field.values().stream().allMatch(value -> value % step == 0) ? step : 0;
  }

  private String days() {
    boolean anyDay = fields.day().isFull();
    boolean anyWeekday = fields.weekday().isFull();
    boolean everyDay = fields.bothDays() ? anyDay && anyWeekday : anyDay || anyWeekday;
    if (everyDay) {
      return (followsTheClockRound() ? "" : " every day") + inMonths();
    }
    if (!fields.bothDays()) {
      return " on the " + daysOfMonth() + " of the month and " + weekdays() + inMonths(", in ");
    }
    if (anyDay) {
      return " " + weekdays() + inMonths();
    }
    String date =
        " on the " + daysOfMonth() + " of " + (months().isEmpty() ? "every month" : months());
    return anyWeekday ? date : date + " if that is a " + names(" or ");
  }

  /** Whether the times say by themselves that they are those of each day. */
  private boolean followsTheClockRound() {
    boolean everyFewHours =
        fields.minute().count() == 1
            && step(fields.hour()) > 0
            && fields.hour().count() > MOST_TIMES;
    return fields.hour().isFull() || everyFewHours;
  }

  private String weekdays() {
    List<Integer> values = fields.weekday().values();
    if (values.equals(List.of(1, 2, 3, 4, 5))) {
      return "on weekdays";
    }
    if (values.equals(List.of(0, 6))) {
      return "on weekends";
    }
    return "on " + listed(weekdayNames().stream().map(name -> name + "s").toList());
  }

  private String names(String joint) {
    return joined(weekdayNames(), joint);
  }

  /** The weekdays from Monday on. */
  private List<String> weekdayNames() {
    List<String> names = new ArrayList<>();
    for (int day = 1; day <= 7; day++) {
      if (fields.weekday().has(day % 7)) {
        names.add(WEEKDAYS.get(day % 7));
      }
    }
    return names;
  }

  private String daysOfMonth() {
    return listed(runs(fields.day().values(), CronWords::ordinal));
  }

  private static String ordinal(int day) {
    int tens = day / 10;
    String ending =
        switch (tens == 1 ? 0 : day % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return day + ending;
  }

  private String inMonths() {
    return inMonths(" in ");
  }

  private String inMonths(String before) {
    return months().isEmpty() ? "" : before + months();
  }

  /** The months; empty when all are meant. */
  private String months() {
    CronField month = fields.month();
    return month.isFull() ? "" : listed(runs(month.values(), one -> MONTHS.get(one - 1)));
  }

  /** Values by name; three or more that follow each other as a range. */
  private static List<String> runs(List<Integer> values, IntFunction<String> name) {
    List<String> runs = new ArrayList<>();
    for (int from = 0; from < values.size(); ) {
      int to = from;
      while (to + 1 < values.size() && values.get(to + 1) == values.get(to) + 1) {
        to++;
      }
      if (to - from < 2) {
        to = from;
      }
      String first = name.apply(values.get(from));
      runs.add(to == from ? first : first + " to " + name.apply(values.get(to)));
      from = to + 1;
    }
    return runs;
  }

  private static String listed(List<String> words) {
    return joined(words, " and ");
  }

  private static String joined(List<String> words, String joint) {
    if (words.size() == 1) {
      return words.getFirst();
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + joint + words.getLast();
  }
}
