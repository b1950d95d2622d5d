package dev.sentinelzero.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Five-field cron expressions. */
final class Cron {
  private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*,/-]+");
  private static final int FIELDS = 5;

  private Cron() {}

  /** The expression of a word such as {@code @daily}. */
  static Optional<String> ofWord(String word) {
    return Optional.ofNullable(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "@hourly" -> "0 * * * *";
          case "@daily", "@midnight" -> "0 0 * * *";
          case "@weekly" -> "0 0 * * 0";
          case "@monthly" -> "0 0 1 * *";
          case "@yearly", "@annually" -> "0 0 1 1 *";
          case "@every_minute" -> "* * * * *";
          default -> null;
        });
  }

  /** Whether the text has five fields of cron's alphabet. */
  static boolean isFive(String text) {
    String[] fields = text.strip().split("\\s+");
    return fields.length == FIELDS
        && Arrays.stream(fields).allMatch(field -> FIELD.matcher(field).matches());
  }

  /**
   * Fewer expressions that fire at the same times: those that differ in a single field are made
   * one.
   */
  static List<String> combined(List<String> expressions) {
    List<String[]> all = new ArrayList<>();
    for (String expression : expressions) {
      String[] next = expression.split(" ");
      boolean merged = all.stream().anyMatch(earlier -> merge(earlier, next));
      if (!merged) {
        all.add(next);
      }
    }
    return all.stream().map(fields -> String.join(" ", fields)).toList();
  }

  private static boolean merge(String[] earlier, String[] next) {
    int differing = -1;
    for (int field = 0; field < FIELDS; field++) {
      if (!earlier[field].equals(next[field])) {
        if (differing >= 0 || earlier[field].equals("*") || next[field].equals("*")) {
          return false;
        }
        differing = field;
      }
    }
    if (differing >= 0) {
      earlier[differing] = earlier[differing] + "," + next[differing];
    }
    return true;
  }
}
