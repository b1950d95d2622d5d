package dev.sentinelzero.process;

import java.util.regex.Pattern;

/**
 * Identifies one run of a process, everywhere and for ever; run ids sort by the time they were
 * made.
 *
 * @param value 26 characters of lower-case Crockford base 32: 48 bits of milliseconds since 1970,
 *     then 80 random bits
 */
public record RunId(String value) implements Comparable<RunId> {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final Pattern VALID = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException when the text is not a run id
   */
  public RunId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is not a run id");
    }
  }

  /** Whether the text is a run id. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /**
   * Makes an id.
   *
   * @param millis milliseconds since 1970
   * @param high 40 random bits (the upper ones are ignored)
   * @param low 40 random bits (the upper ones are ignored)
   */
  public static RunId of(long millis, long high, long low) {
    StringBuilder text = new StringBuilder(26);
    append(text, millis, 10);
    append(text, high, 8);
    append(text, low, 8);
    return new RunId(text.toString());
  }

  private static void append(StringBuilder text, long bits, int digits) {
    for (int digit = digits - 1; digit >= 0; digit--) {
      long value = bits >>> (5 * digit) & 31;
      text.append(ALPHABET.charAt((int) (digit == 9 ? value & 7 : value)));
    }
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
