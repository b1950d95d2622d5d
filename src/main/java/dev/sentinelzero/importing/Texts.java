package dev.sentinelzero.importing;

import java.util.List;
import java.util.regex.Pattern;

/** Texts as a process file takes them. */
final class Texts {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+=:,./${}-]+");

  private Texts() {}

  /** The text that stays this text when the file is expanded. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean means = c == '$' && at + 1 < text.length() && "${".indexOf(text.charAt(at + 1)) >= 0;
      literal.append(means ? "$$" : String.valueOf(c));
    }
    return literal.toString();
  }

  /** The same for a text that others are put behind. */
  static String literalPart(String text) {
    return text.replace("$", "$$");
  }

  /** Whether words can stand in one line without quotes. */
  static boolean areBare(List<String> words) {
    return words.stream().allMatch(word -> BARE.matcher(word).matches());
  }

  /** A word for a POSIX shell. */
  static String shellWord(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
