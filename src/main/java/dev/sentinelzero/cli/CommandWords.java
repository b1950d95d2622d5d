package dev.sentinelzero.cli;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.units.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command of {@code start}, word by word as it will be executed. */
final class CommandWords {
  private static final int BEFORE = 50;
  private static final int AFTER = 20;

  private CommandWords() {}

  /**
   * The words of {@code -c} and {@code --args}, or those after {@code --}; absent when the command
   * line has neither.
   *
   * @throws Failure when it has both, when a quote isn't closed, and when there is no word
   */
  static Optional<List<String>> of(Arguments arguments) {
    boolean line = arguments.has("command");
    if (arguments.verbatim().isEmpty() && !line) {
      if (arguments.has("args")) {
        throw Failure.usage("--args needs -c", "sentinelzero start -c COMMAND --args 'MORE WORDS'");
      }
      return Optional.empty();
    }
    if (arguments.verbatim().isPresent() && (line || arguments.has("args"))) {
      throw Failure.usage(
          "-c and -- exclude each other", "give the command either as a line or word by word");
    }
    List<String> words = arguments.verbatim().orElseGet(() -> fromLines(arguments));
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw Failure.usage("the command is empty", "sentinelzero start -- COMMAND ARG…");
    }
    return Optional.of(words);
  }

  private static List<String> fromLines(Arguments arguments) {
    List<String> words = new ArrayList<>(split("-c", arguments.text("command").orElse("")));
    for (String line : arguments.all("args")) {
      words.addAll(line.isEmpty() ? List.of("") : split("--args", line));
    }
    return words;
  }

  private static List<String> split(String option, String line) {
    try {
      return ShellWords.split(line);
    } catch (ShellWords.UnbalancedException e) {
      throw Failure.usage(
          option + ": " + e.getMessage() + "\n" + pointAt(line, e.offset()),
          "close it, or give the words one by one after --");
    }
  }

  /** The part of the line around a place, with a caret under that place. */
  static String pointAt(String line, int offset) {
    int begin = line.lastIndexOf('\n', offset - 1) + 1;
    int end = line.indexOf('\n', offset) < 0 ? line.length() : line.indexOf('\n', offset);
    int from = Math.max(begin, offset - BEFORE);
    int to = Math.min(end, offset + AFTER);
    String before = (from > begin ? "…" : "") + Visible.of(line.substring(from, offset));
    String after = Visible.of(line.substring(offset, to)) + (to < end ? "…" : "");
    return "  " + before + after + "\n  " + " ".repeat(Visible.width(before)) + "^";
  }

  /** A name for a process that runs the command: the command's base name, made valid. */
  static String name(String command) {
    String base = command.substring(command.lastIndexOf('/') + 1);
    String valid = base.replaceAll("[^A-Za-z0-9_.@-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    String cut = valid.substring(0, Math.min(128, valid.length()));
    if (!ProcessName.isValid(cut)) {
      throw Failure.usage(
          "'" + Visible.of(command) + "' gives no name for the process", "give one with -n NAME");
    }
    return cut;
  }
}
