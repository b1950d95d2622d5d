package dev.sentinelzero.cli;

/**
 * An option of a verb.
 *
 * @param name the long name without dashes
 * @param letter the short name, or 0 for none
 * @param value what its value is called in help; empty for an option without one
 * @param summary what it does, half a line
 * @param often whether it may be given more than once
 */
record Option(String name, char letter, String value, String summary, boolean often) {
  static Option flag(char letter, String name, String summary) {
    return new Option(name, letter, "", summary, false);
  }

  static Option flag(String name, String summary) {
    return flag((char) 0, name, summary);
  }

  static Option valued(char letter, String name, String value, String summary) {
    return new Option(name, letter, value, summary, false);
  }

  static Option valued(String name, String value, String summary) {
    return valued((char) 0, name, value, summary);
  }

  /** The same option, allowed any number of times. */
  Option repeated() {
    return new Option(name, letter, value, summary, true);
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  /** As it is written on a command line: {@code --name}, or {@code -n} where that is all. */
  String shown() {
    return name.length() == 1 ? "-" + name : "--" + name;
  }
}
