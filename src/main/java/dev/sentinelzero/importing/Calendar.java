package dev.sentinelzero.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calendar expressions of systemd, as far as five cron fields say exactly the same. */
final class Calendar {
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final Pattern ZONE =
      Pattern.compile("(.*\\S)\\s+(UTC|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+)");
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z,.-]*)\\s*)?(?:(?:([*0-9]+)-)?([^\\s:-]+)-([^\\s:]+))?\\s*(?:([^\\s:]+):([^\\s:]+)(?::([^\\s:]+))?)?");

  private Calendar() {}

  /**
   * Times.
   *
   * @param cron five fields
   * @param zone a time zone; empty for the local one
   */
  record Times(String cron, String zone) {}

  /** What an expression says; empty when cron can't. */
  static Optional<Times> times(String text) {
    Matcher zone = ZONE.matcher(text.strip());
    String rest = zone.matches() ? zone.group(1) : text.strip();
    return cron(rest).map(cron -> new Times(cron, zone.matches() ? zone.group(2) : ""));
  }

  private static Optional<String> cron(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "minutely" -> Optional.of("* * * * *");
      case "hourly" -> Optional.of("0 * * * *");
      case "daily" -> Optional.of("0 0 * * *");
      case "weekly" -> Optional.of("0 0 * * 1");
      case "monthly" -> Optional.of("0 0 1 * *");
      case "yearly", "annually" -> Optional.of("0 0 1 1 *");
      case "quarterly" -> Optional.of("0 0 1 1,4,7,10 *");
      case "semiannually", "semi-annually" -> Optional.of("0 0 1 1,7 *");
      default -> form(text);
    };
  }

  private static Optional<String> form(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      return Optional.empty();
    }
    boolean everyYear = form.group(2) == null || form.group(2).equals("*");
    boolean onTheMinute = form.group(7) == null || form.group(7).matches("0{1,2}");
    Optional<String> weekday = weekdays(or(form.group(1), ""));
    Optional<String> month = field(or(form.group(3), "*"), 1, 12);
    Optional<String> day = field(or(form.group(4), "*"), 1, 31);
    Optional<String> hour = field(or(form.group(5), "0"), 0, 23);
    Optional<String> minute = field(or(form.group(6), "0"), 0, 59);
    boolean known =
        List.of(weekday, month, day, hour, minute).stream().allMatch(Optional::isPresent);
    if (!known || !everyYear || !onTheMinute) {
      return Optional.empty();
    }
    // Cron fires when either of the two fits, systemd when both do.
    if (!day.orElseThrow().equals("*") && !weekday.orElseThrow().equals("*")) {
      return Optional.empty();
    }
    return Optional.of(
        String.join(
            " ",
            minute.orElseThrow(),
            hour.orElseThrow(),
            day.orElseThrow(),
            month.orElseThrow(),
            weekday.orElseThrow()));
  }

  private static String or(@org.jspecify.annotations.Nullable String text, String other) {
    return text == null ? other : text;
  }

  private static Optional<String> weekdays(String text) {
    if (text.isEmpty()) {
      return Optional.of("*");
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split(",")) {
      String[] ends = part.split("\\.\\.|-", -1);
      int first = day(ends[0]);
      int last = day(ends[ends.length - 1]);
      if (first < 0 || last < 0 || ends.length > 2) {
        return Optional.empty();
      }
      if (ends.length == 1) {
        parts.add(Integer.toString(first));
      } else {
        parts.add(first + "-" + (last < first ? last + 7 : last));
      }
    }
    return parts.stream().anyMatch(part -> part.matches(".*-(8|9|1\\d)"))
        ? Optional.empty()
        : Optional.of(String.join(",", parts));
  }

  private static int day(String name) {
    return name.length() < 3 ? -1 : DAYS.indexOf(name.substring(0, 3));
  }

  /** A field: {@code *}, numbers, {@code a..b}, lists, and steps that cron has too. */
  private static Optional<String> field(String text, int least, int most) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher step =
          Pattern.compile("(\\*|\\d{1,2})(?:\\.\\.(\\d{1,2}))?(?:/(\\d{1,2}))?").matcher(part);
      if (!step.matches()) {
        return Optional.empty();
      }
      boolean all = step.group(1).equals("*");
      int from = all ? least : Integer.parseInt(step.group(1));
      int to = step.group(2) == null ? most : Integer.parseInt(step.group(2));
      if (from < least || to > most || from > to) {
        return Optional.empty();
      }
      parts.add(part(step, all, from, to));
    }
    return Optional.of(String.join(",", parts));
  }

  private static String part(Matcher step, boolean all, int from, int to) {
    String every = step.group(3);
    if (all) {
      return every == null ? "*" : "*/" + Integer.parseInt(every);
    }
    if (every != null) {
      return from + "-" + to + "/" + Integer.parseInt(every);
    }
    return step.group(2) == null ? Integer.toString(from) : from + "-" + to;
  }
}
