package dev.sentinelzero.schedule;

import java.util.List;

/** The five fields of a cron expression, in their order. */
enum CronUnit {
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY("day of the month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  WEEKDAY("day of the week", 0, 6, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private final String words;
  private final int least;
  private final int most;
  private final List<String> names;

  CronUnit(String words, int least, int most, List<String> names) {
    this.words = words;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /** What it is called in messages. */
  String words() {
    return words;
  }

  /** The smallest value. */
  int least() {
    return least;
  }

  /** The largest value; of weekdays 6, though 7 is read as Sunday too. */
  int most() {
    return most;
  }

  /** How many values there are. */
  int size() {
    return most - least + 1;
  }

  /** The names of the values, from the smallest; empty when they have none. */
  List<String> names() {
    return names;
  }

  /** What may be written, for messages. */
  String allowed() {
    String numbers = least + " to " + (this == WEEKDAY ? 7 : most);
    return names.isEmpty()
        ? numbers
        : numbers + " or " + names.getFirst() + " to " + names.getLast();
  }
}
