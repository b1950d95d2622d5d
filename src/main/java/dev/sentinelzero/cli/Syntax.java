package dev.sentinelzero.cli;

import java.util.List;

/**
 * What a verb takes, for parsing, help and completion.
 *
 * @param verb its name, two words for a verb of a group such as {@code policy create}
 * @param summary what it does, half a line, without a full stop
 * @param usages the forms it has, without the program's name and the verb
 * @param operands what its operands are
 * @param options its own options
 * @param notes further paragraphs of help, examples among them
 */
record Syntax(
    String verb,
    String summary,
    List<String> usages,
    Operands operands,
    List<Option> options,
    List<String> notes) {

  /** What stands on a command line beside options; decides what completion offers. */
  enum Operands {
    /** Nothing: any operand is a usage error. */
    NONE,
    /** Names of processes. */
    PROCESSES,
    /** Names of policies. */
    POLICIES,
    /** Words of a fixed list, or free text. */
    WORDS
  }

  /** Options of every verb. */
  static final List<Option> GLOBAL =
      List.of(
          Option.valued("home", "DIR", "the daemon's home (SENTINELZERO_HOME; ~/.sentinelzero)"),
          Option.valued("server", "URL", "talk to a remote daemon (SENTINELZERO_SERVER)"),
          Option.valued("format", "table|json", "how to answer"),
          Option.flag("no-color", "no colours (NO_COLOR)"),
          Option.valued("log-level", "LEVEL", "the daemon's: error, warn, info, debug, trace"),
          Option.flag('h', "help", "this text"),
          Option.flag("version", "the version"));

  /** A verb without notes. */
  static Syntax of(
      String verb, String summary, List<String> usages, Operands operands, List<Option> options) {
    return new Syntax(verb, summary, usages, operands, options, List.of());
  }

  /** The same with further paragraphs of help. */
  Syntax noting(String... paragraphs) {
    return new Syntax(verb, summary, usages, operands, options, List.of(paragraphs));
  }
}
