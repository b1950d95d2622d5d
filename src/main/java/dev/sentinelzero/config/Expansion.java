package dev.sentinelzero.config;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Expands {@code ${NAME}}, {@code ${NAME:-default}} and {@code $$} in a text; everything else,
 * {@code $NAME} too, stays as it is. A default is used when the variable is unset or empty, and may
 * hold expansions itself.
 */
final class Expansion {
  /** No system takes a longer argument or variable; it also ends texts that double each other. */
  static final int LONGEST = 128 << 10;

  private static final int DEEPEST = 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

  /** Where values come from. */
  interface Variables {
    /**
     * The value of a variable.
     *
     * @throws ExpansionException when there can't be one
     */
    Optional<String> value(String name);
  }

  /** A text can't be expanded; the message is for the user, empty when it was told elsewhere. */
  static final class ExpansionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExpansionException(String message) {
      super(message);
    }
  }

  private Expansion() {}

  /**
   * Expands a text.
   *
   * @throws ExpansionException when a variable is unset, or the text is malformed or grows too long
   */
  static String expand(String text, Variables variables) {
    return text.indexOf('$') < 0 ? text : expand(text, variables, 0);
  }

  private static String expand(String text, Variables variables, int depth) {
    if (depth > DEEPEST) {
      throw new ExpansionException("expansions are nested deeper than " + DEEPEST + " levels");
    }
    StringBuilder done = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        done.append('$');
        at += 2;
      } else if (text.startsWith("${", at)) {
        int close = closing(text, at + 2);
        done.append(value(text.substring(at + 2, close), variables, depth));
        at = close + 1;
      } else {
        done.append(text.charAt(at++));
      }
      if (done.length() > LONGEST) {
        throw new ExpansionException("the expanded text is longer than 128 KB");
      }
    }
    return done.toString();
  }

  /**
   * Expands all variables but some, so that the text can be expanded once more: those stay, without
   * their defaults, and so do dollars.
   *
   * @param later which variables stay; they have a value by then
   * @throws ExpansionException as {@link #expand}
   */
  static String partly(String text, Predicate<String> later, Variables variables) {
    StringBuilder done = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        done.append("$$");
        at += 2;
      } else if (text.startsWith("${", at)) {
        int close = closing(text, at + 2);
        done.append(partOf(text.substring(at + 2, close), later, variables));
        at = close + 1;
      } else {
        done.append(text.charAt(at++));
      }
    }
    return done.toString();
  }

  private static String partOf(String inside, Predicate<String> later, Variables variables) {
    int colon = inside.indexOf(":-");
    String name = colon < 0 ? inside : inside.substring(0, colon);
    if (later.test(name)) {
      return "${" + name + "}";
    }
    boolean without = colon >= 0 && variables.value(name).orElse("").isEmpty();
    return without
        ? partly(inside.substring(colon + 2), later, variables)
        : escape(value(inside, variables, 0));
  }

  private static int closing(String text, int from) {
    int open = 1;
    for (int at = from; at < text.length(); at++) {
      if (text.startsWith("$$", at)) {
        at++;
      } else if (text.startsWith("${", at)) {
        open++;
        at++;
      } else if (text.charAt(at) == '}' && --open == 0) {
        return at;
      }
    }
    throw new ExpansionException("'${' is not closed; write $$ for a dollar");
  }

  private static String value(String inside, Variables variables, int depth) {
    int colon = inside.indexOf(":-");
    String name = colon < 0 ? inside : inside.substring(0, colon);
    if (!NAME.matcher(name).matches()) {
      throw new ExpansionException(
          "'${"
              + name.substring(0, Math.min(40, name.length()))
              + "' is not an expansion; write"
              + " ${NAME} or ${NAME:-default}, and $$ for a dollar");
    }
    Optional<String> value = variables.value(name);
    if (colon >= 0) {
      return value
          .filter(text -> !text.isEmpty())
          .orElseGet(() -> expand(inside.substring(colon + 2), variables, depth + 1));
    }
    return value.orElseThrow(
        () ->
            new ExpansionException(
                name + " is not set; write ${" + name + ":-default} to do without"));
  }

  /** The text that expands to this one. */
  static String escape(String text) {
    return text.replace("$", "$$");
  }
}
