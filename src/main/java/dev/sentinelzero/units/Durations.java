package dev.sentinelzero.units;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users type them: {@code 500ms}, {@code 45s}, {@code 30m}, {@code 5h}, {@code 2d},
 * {@code 1w}, and sums.
 */
public final class Durations {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,9}))?(ms|s|m|h|d|w)");

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param text one or more parts such as {@code 1h30m}; {@code 0} alone is zero; fractions such as
   *     {@code 1.5s} are allowed
   * @return the duration, never negative, at most some 290 million years
   * @throws IllegalArgumentException with a message for the user when the text is not a duration
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(trimmed);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < trimmed.length()) {
      if (!part.find(at) || part.start() != at) {
        throw refused(text);
      }
      sum = add(sum, part, text);
      at = part.end();
    }
    if (trimmed.isEmpty()) {
      throw refused(text);
    }
    return sum;
  }

  private static Duration add(Duration sum, Matcher part, String text) {
    long unit = millis(part.group(3));
    try {
      Duration whole = Duration.ofMillis(Math.multiplyExact(Long.parseLong(part.group(1)), unit));
      String digits = part.group(2) == null ? "0" : part.group(2);
      double fraction = Double.parseDouble("0." + digits);
      Duration total = sum.plus(whole).plusNanos(Math.round(fraction * unit * 1_000_000));
      if (total.compareTo(LONGEST) > 0) {
        throw new ArithmeticException("more milliseconds than a long holds");
      }
      return total;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too long a duration", e);
    }
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      case "w" -> 604_800_000;
      default -> throw new IllegalArgumentException("no such unit: " + unit);
    };
  }

  private static IllegalArgumentException refused(String text) {
    String hint =
        text.strip().matches("\\d+")
            ? "; a unit is missing: " + text.strip() + "s?"
            : "; write 500ms, 45s, 30m, 5h, 2d, 1w or a sum such as 1h30m";
    return new IllegalArgumentException("'" + text + "' is not a duration" + hint);
  }

  /**
   * Writes a duration in the form that {@link #parse} reads, exact to the millisecond, such as
   * {@code 1h30m} or {@code 1s500ms}.
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis <= 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    for (String unit : new String[] {"d", "h", "m", "s", "ms"}) {
      long count = millis / millis(unit);
      millis %= millis(unit);
      if (count > 0) {
        text.append(count).append(unit);
      }
    }
    return text.toString();
  }

  /**
   * Writes a duration for a table: the two largest units, such as {@code 3d 4h}, {@code 12m 5s} or
   * {@code 850ms}.
   */
  public static String brief(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds == 0) {
      return Math.max(0, duration.toMillis()) + "ms";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
  }
}
