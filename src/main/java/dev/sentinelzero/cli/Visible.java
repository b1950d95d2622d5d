package dev.sentinelzero.cli;

/**
 * Makes text safe for a terminal and measures it. What processes print and what others named can
 * hold control sequences that change a terminal's state or lie about what is shown.
 */
final class Visible {
  private Visible() {}

  /** The text with every control character written out, such as {@code \n} or {@code \x1b}. */
  static String of(String text) {
    return clean(text, Colours.ESCAPED);
  }

  /** A line of output for a terminal: colours (SGR sequences) and tabs stay. */
  static String withColours(String line) {
    return clean(line, Colours.KEPT);
  }

  /** A line of output for anything else: colours are left out, tabs stay. */
  static String withoutColours(String line) {
    return clean(line, Colours.LEFT_OUT);
  }

  /** What becomes of colours. */
  private enum Colours {
    ESCAPED,
    KEPT,
    LEFT_OUT
  }

  private static String clean(String text, Colours colours) {
    StringBuilder done = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean line = colours != Colours.ESCAPED;
      int colour = line && c == 0x1b ? colourEnd(text, i) : -1;
      if (colour >= 0) {
        done.append(colours == Colours.KEPT ? text.substring(i, colour + 1) : "");
        i = colour;
      } else if (isControl(c) && !(line && c == '\t')) {
        escape(done, c);
      } else {
        done.append(c);
      }
    }
    return done.toString();
  }

  /** The index of the final {@code m} of an SGR sequence that begins here; -1 if none does. */
  private static int colourEnd(String text, int from) {
    if (from + 1 >= text.length() || text.charAt(from + 1) != '[') {
      return -1;
    }
    for (int i = from + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'm') {
        return i;
      }
      if ("0123456789;:".indexOf(c) < 0) {
        return -1;
      }
    }
    return -1;
  }

  /** C0, DEL, C1, and the marks that turn the direction of text around. */
  private static boolean isControl(char c) {
    return c < ' '
        || c >= 0x7f && c < 0xa0
        || c >= 0x202a && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c == 0x2028
        || c == 0x2029;
  }

  private static void escape(StringBuilder done, char c) {
    switch (c) {
      case '\n' -> done.append("\\n");
      case '\r' -> done.append("\\r");
      case '\t' -> done.append("\\t");
      default -> {
        done.append(c < 0x100 ? "\\x" : "\\u");
        String hex = Integer.toHexString(c);
        done.append("0".repeat(Math.max(0, (c < 0x100 ? 2 : 4) - hex.length()))).append(hex);
      }
    }
  }

  /** How many columns a terminal shows the text in. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0x1f300 && c <= 0x1faff
            || c >= 0x20000 && c <= 0x3fffd;
    return wide ? 2 : 1;
  }

  /** The text cut to a number of columns, with an ellipsis where something is missing. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder done = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      used += width(c);
      if (used > columns - 1) {
        break;
      }
      done.appendCodePoint(c);
    }
    return columns <= 0 ? "" : done.append('…').toString();
  }
}
