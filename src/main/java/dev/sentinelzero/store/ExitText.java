package dev.sentinelzero.store;

import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;

/** How a run ended, as one text, in the words of the keeper's {@code exit} file. */
final class ExitText {
  private ExitText() {}

  static String of(Exit exit) {
    return switch (exit) {
      case Exit.Code code -> "code " + code.status();
      case Exit.Signalled killed ->
          "signal " + killed.signal().name() + (killed.core() ? " core" : "");
      case Exit.NotSpawned not ->
          "spawn " + not.stage().word() + " " + not.errno() + " " + not.message();
      case Exit.Unknown unknown -> "unknown";
      case Exit.Failing failing ->
          "failing " + failing.cause().code() + " " + failing.cause().text();
    };
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Exit parse(String text) {
    String[] words = text.split(" ", 4);
    return switch (words[0]) {
      case "code" -> new Exit.Code(Integer.parseInt(word(words, 1)));
      case "signal" -> new Exit.Signalled(new Signal(word(words, 1)), words.length > 2);
      case "spawn" ->
          new Exit.NotSpawned(
              Stage.of(word(words, 1)),
              Integer.parseInt(word(words, 2)),
              words.length > 3 ? words[3] : "");
      case "unknown" -> new Exit.Unknown();
      case "failing" -> failing(text);
      default -> throw new IllegalArgumentException("'" + text + "' is not an exit");
    };
  }

  private static Exit failing(String text) {
    String[] words = text.split(" ", 3);
    return new Exit.Failing(new Reason(word(words, 1), words.length > 2 ? words[2] : ""));
  }

  private static String word(String[] words, int index) {
    if (index >= words.length) {
      throw new IllegalArgumentException("an exit ends after '" + words[0] + "'");
    }
    return words[index];
  }
}
