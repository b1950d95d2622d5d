package dev.sentinelzero.units;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits a command line into words as a POSIX shell does, with quotes and backslashes, and nothing
 * else: no expansion, no comment, no operator.
 */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean open;
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /** A quote or a backslash with nothing that closes it. */
  public static final class UnbalancedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final int offset;

    UnbalancedException(String message, int offset) {
      super(message);
      this.offset = offset;
    }

    /** Where the quote or backslash stands, in chars from 0. */
    public int offset() {
      return offset;
    }
  }

  /**
   * Splits a line.
   *
   * @return the words; an empty list when there are none
   * @throws UnbalancedException with a message for the user when a quote isn't closed
   */
  public static List<String> split(String line) {
    return new ShellWords(line).all();
  }

  /** Writes words as a line that {@link #split} takes apart into the same words. */
  public static String join(List<String> words) {
    return String.join(" ", words.stream().map(ShellWords::quote).toList());
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private List<String> all() {
    while (at < line.length()) {
      char c = line.charAt(at);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> end();
        case '\'' -> single();
        case '"' -> twofold();
        case '\\' -> escaped();
        default -> take(c);
      }
      at++;
    }
    end();
    return List.copyOf(words);
  }

  private void take(char c) {
    word.append(c);
    open = true;
  }

  private void end() {
    if (open) {
      words.add(word.toString());
    }
    word.setLength(0);
    open = false;
  }

  private void single() {
    int close = line.indexOf('\'', at + 1);
    if (close < 0) {
      throw new UnbalancedException("the quote ' is not closed", at);
    }
    word.append(line, at + 1, close);
    open = true;
    at = close;
  }

  private void twofold() {
    int start = at;
    open = true;
    for (at++; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at + 1 < line.length() && "$`\"\\\n".indexOf(line.charAt(at + 1)) >= 0) {
        c = line.charAt(++at);
        if (c == '\n') {
          continue;
        }
      }
      word.append(c);
    }
    throw new UnbalancedException("the quote \" is not closed", start);
  }

  private void escaped() {
    if (at + 1 >= line.length()) {
      throw new UnbalancedException("the line ends in a backslash", at);
    }
    at++;
    if (line.charAt(at) != '\n') {
      take(line.charAt(at));
    }
  }
}
