package dev.sentinelzero.cli;

/** How a word is shown on a terminal. */
enum Ink {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  BLUE("34"),
  MAGENTA("35"),
  CYAN("36");

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  /** The text, coloured if colours are wanted. */
  String on(String text, boolean colours) {
    return !colours || this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** The colour of a process's state. */
  static Ink ofState(String state) {
    return switch (state) {
      case "running", "completed" -> GREEN;
      case "failed" -> RED;
      case "backing_off", "starting", "stopping", "waiting" -> YELLOW;
      case "scheduled" -> BLUE;
      default -> DIM;
    };
  }
}
