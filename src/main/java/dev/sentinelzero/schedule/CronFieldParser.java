package dev.sentinelzero.schedule;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one field: {@code *}, values, ranges and steps of them, joined by commas. */
final class CronFieldParser {
  private static final Pattern ITEM = Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)(?:/(\\w*))?");

  /** What other cron dialects know, and what is said of it. */
  private static final Map<Pattern, String> UNSUPPORTED =
      Map.of(
          Pattern.compile("\\?"), "'?' is not supported; write *",
          Pattern.compile(".*#.*"), "'#' (the n-th weekday of a month) is not supported",
          Pattern.compile("L|L-\\d+|\\d+L|[A-Z]{3}L"), "'L' (the last) is not supported",
          Pattern.compile("LW|\\d+W"), "'W' (the nearest weekday) is not supported",
          Pattern.compile("H(\\(.*\\))?(/\\d+)?"),
              "'H' (a hash) is not supported; write a number, and use a jitter to spread fires",
          Pattern.compile(".*~.*"),
              "'~' (a random value) is not supported; write a number, and use a jitter to spread"
                  + " fires");

  private final CronUnit unit;
  private final String text;

  private CronFieldParser(CronUnit unit, String text) {
    this.unit = unit;
    this.text = text;
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static CronField parse(CronUnit unit, String text) {
    return new CronFieldParser(unit, text).field();
  }

  private CronField field() {
    long bits = 0;
    for (String item : text.toUpperCase(Locale.ROOT).split(",", -1)) {
      bits |= item(item);
    }
    return new CronField(unit, text, bits);
  }

  private long item(String item) {
    if (item.isEmpty()) {
      throw refused("has an empty part between commas");
    }
    UNSUPPORTED.forEach(
        (pattern, message) -> {
          if (pattern.matcher(item).matches()) {
            throw refused("holds '" + item + "', but " + message);
          }
        });
    Matcher parts = ITEM.matcher(item);
    if (!parts.matches()) {
      throw refused("can't be read at '" + item + "'; write " + forms());
    }
    int step = parts.group(4) == null ? 1 : step(parts.group(4));
    if (parts.group(1) != null) {
      return bits(unit.least(), unit.most(), step);
    }
    int from = value(parts.group(2));
    if (parts.group(3) == null) {
      return bits(from, parts.group(4) == null ? from : unit.most(), step);
    }
    return bits(from, end(from, parts), step);
  }

  private String forms() {
    return unit.allowed() + ", *, a list as 1,2, a range as 1-5, or a step as */2";
  }

  private int step(String digits) {
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) < 1) {
      throw refused("has the step '" + digits + "'; a step is a number from 1 to " + unit.size());
    }
    if (Integer.parseInt(digits) > unit.size()) {
      throw refused(
          "has the step "
              + digits
              + ", which is more than the "
              + unit.size()
              + " values there are; a longer period is written as a duration, such as 90m");
    }
    return Integer.parseInt(digits);
  }

  /** The end of a range; Sunday ends a week that began on another day. */
  private int end(int from, Matcher parts) {
    int to = value(parts.group(3));
    boolean sunday = unit == CronUnit.WEEKDAY && parts.group(3).equals("SUN");
    int end = sunday && from > 0 ? 7 : to;
    if (end < from) {
      throw refused("has the range " + parts.group(2) + "-" + parts.group(3) + hint(from, to));
    }
    return end;
  }

  private String hint(int from, int to) {
    String head = from == unit.most() ? word(from) : word(from) + "-" + word(unit.most());
    String tail = to == unit.least() ? word(to) : word(unit.least()) + "-" + word(to);
    return ", which runs backwards; write " + head + "," + tail;
  }

  private String word(int value) {
    return unit.names().isEmpty() || !text.matches(".*[A-Za-z].*")
        ? Integer.toString(value)
        : unit.names().get(value - unit.least());
  }

  private int value(String word) {
    if (!word.matches("\\d{1,9}")) {
      return named(word);
    }
    int value = Integer.parseInt(word);
    int most = unit == CronUnit.WEEKDAY ? 7 : unit.most();
    if (value < unit.least() || value > most) {
      throw refused("has the value " + word + "; it may be " + unit.allowed());
    }
    return value;
  }

  private int named(String word) {
    int index = unit.names().indexOf(word);
    if (index >= 0) {
      return index + unit.least();
    }
    if (word.length() > 3 && unit.names().contains(word.substring(0, 3))) {
      throw refused("has the value '" + word + "'; write " + word.substring(0, 3));
    }
    throw refused("has the value '" + word + "'; it may be " + unit.allowed());
  }

  private long bits(int from, int to, int step) {
    long bits = 0;
    for (int value = from; value <= to; value += step) {
      bits |= 1L << (unit == CronUnit.WEEKDAY ? value % 7 : value);
    }
    return bits;
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("the " + unit.words() + " '" + text + "' " + what);
  }
}
