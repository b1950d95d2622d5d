package dev.sentinelzero.cli;

/** How a run ended, in words. */
final class Exits {
  private Exits() {}

  /** In one word for a table: {@code 1}, {@code SIGKILL}, {@code exec}; empty for no exit. */
  static String brief(Json exit) {
    if (!exit.at("code").isNull()) {
      return exit.text("code");
    }
    if (!exit.at("signal").isNull()) {
      return exit.text("signal");
    }
    return exit.isNull() ? "" : exit.at("stage").isNull() ? "unknown" : exit.text("stage");
  }

  /** In a few words; empty for no exit. */
  static String full(Json exit) {
    if (!exit.at("code").isNull()) {
      return "exit code " + exit.text("code");
    }
    if (!exit.at("signal").isNull()) {
      return "killed by " + exit.text("signal");
    }
    if (!exit.at("stage").isNull()) {
      return "could not be started (" + exit.text("stage") + "): " + exit.text("error");
    }
    return exit.text("error");
  }
}
