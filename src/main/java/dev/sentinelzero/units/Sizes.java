package dev.sentinelzero.units;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte sizes as users type them: {@code 512K}, {@code 50MB}, {@code 2GiB}; all units are powers of
 * 1024.
 */
public final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([KMGT]?)(?:I?B)?", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /**
   * Reads a size.
   *
   * @return bytes, 0 or more
   * @throws IllegalArgumentException with a message for the user when the text is not a size
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size; write 512K, 50MB, 2GiB or a number of bytes");
    }
    BigDecimal unit = BigDecimal.valueOf(bytes(size.group(2).toUpperCase(Locale.ROOT)));
    try {
      return new BigDecimal(size.group(1)).multiply(unit).toBigInteger().longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too large a size", e);
    }
  }

  private static long bytes(String unit) {
    return 1L << 10 * (1 + "KMGT".indexOf(unit.isEmpty() ? ' ' : unit.charAt(0)));
  }

  /**
   * Writes a size exactly, in the largest unit that divides it, such as {@code 50M}; {@link #parse}
   * reads it back.
   */
  public static String format(long bytes) {
    for (String unit : new String[] {"T", "G", "M", "K"}) {
      if (bytes != 0 && bytes % bytes(unit) == 0) {
        return bytes / bytes(unit) + unit;
      }
    }
    return Long.toString(bytes);
  }

  /** Writes a size for a table, with at most one decimal, such as {@code 14.2M}. */
  public static String brief(long bytes) {
    for (String unit : new String[] {"T", "G", "M", "K"}) {
      if (bytes >= bytes(unit)) {
        double count = (double) bytes / bytes(unit);
        return String.format(Locale.ROOT, count < 100 ? "%.1f%s" : "%.0f%s", count, unit);
      }
    }
    return bytes + "B";
  }
}
