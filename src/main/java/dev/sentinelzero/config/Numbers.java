package dev.sentinelzero.config;

import dev.sentinelzero.units.Durations;
import java.math.BigDecimal;
import java.time.Duration;

/** Numbers and durations with bounds, from text. */
final class Numbers {
  private static final Duration LONGEST = Duration.ofDays(366_000);

  private Numbers() {}

  /**
   * A duration in whole milliseconds, at most some 1000 years.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static Duration duration(String text) {
    Duration duration = Durations.parse(text);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 1000 years");
    }
    if (duration.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException("'" + text + "' is finer than a millisecond");
    }
    return duration;
  }

  /**
   * A decimal number within bounds, both included.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static double decimal(String text, double least, double most) {
    double value =
        text.matches("\\d{0,9}(\\.\\d{0,20})?") && text.matches(".*\\d.*")
            ? Double.parseDouble(text)
            : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number, " + plain(least) + " to " + plain(most));
    }
    return value;
  }

  /** A number without exponent and trailing zeros. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
