package dev.sentinelzero.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a verb.
 *
 * @param arguments what it was given
 * @param surroundings what it can touch
 */
record Call(Arguments arguments, Surroundings surroundings) {

  /** The home; not used with {@code --server}. */
  Home home() {
    return Home.of(arguments.text("home"), surroundings);
  }

  /** The daemon to ask. */
  Api api() {
    return new Api(transport());
  }

  private Transport transport() {
    String server = server();
    return server.isEmpty()
        ? new SocketTransport(home())
        : new RemoteTransport(server, surroundings.variable("SENTINELZERO_TOKEN"));
  }

  /** The remote daemon's address; empty for the local one. */
  String server() {
    return arguments.text("server").orElse(surroundings.variable("SENTINELZERO_SERVER"));
  }

  /** Whether the answer is wanted as JSON. */
  boolean json() {
    return arguments.text("format").filter("json"::equals).isPresent();
  }

  boolean colours() {
    return surroundings.screen().terminal()
        && !arguments.has("no-color")
        && surroundings.variable("NO_COLOR").isEmpty()
        && !surroundings.variable("TERM").equals("dumb");
  }

  /** How wide a table may be; 0 for any width. */
  int columns() {
    String given = surroundings.variable("COLUMNS");
    if (given.matches("[1-9]\\d{0,4}")) {
      return Integer.parseInt(given);
    }
    return surroundings.screen().terminal() ? surroundings.screen().columns().getAsInt() : 0;
  }

  /** A path as the user means it. */
  Path path(String text) {
    return surroundings.workingDirectory().resolve(text).normalize();
  }

  Instant now() {
    return surroundings.ports().clock().instant();
  }

  boolean pause(Duration duration) throws InterruptedException {
    return surroundings.ports().interrupts().pause(duration);
  }

  void onInterrupt(Runnable action) {
    surroundings.ports().interrupts().onInterrupt(action);
  }

  /** Prints a line. */
  void say(String line) {
    surroundings.out().print(line + "\n");
  }

  /** Prints text that has its line ends. */
  void print(String text) {
    surroundings.out().print(text);
  }

  /** Prints a table. */
  void print(Table table) {
    print(table.write(columns(), colours()));
  }

  /** Prints a JSON answer. */
  void print(Json json) {
    say(json.pretty());
  }

  /** Prints a line on standard error. */
  void note(String line) {
    surroundings.err().print(line + "\n");
  }

  /** Prints what went wrong, and the next step. */
  void complain(String message, Optional<String> hint) {
    note(Ink.RED.on("error:", colours()) + " " + message);
    hint.ifPresent(text -> note(Ink.CYAN.on("hint:", colours()) + " " + text));
  }

  /**
   * The operands, at least one.
   *
   * @param what is missing where there is none
   */
  List<String> atLeastOne(String what) {
    List<String> words = arguments.words();
    if (words.isEmpty()) {
      throw Failure.usage(what + " is missing", "");
    }
    return words;
  }

  /**
   * The only operand.
   *
   * @param what it is
   */
  String only(String what) {
    List<String> words = atLeastOne(what);
    if (words.size() > 1) {
      throw Failure.usage("only one " + what + " can be given", "");
    }
    return words.getFirst();
  }
}
