package dev.sentinelzero.importing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Names made of what a line runs. */
final class CommandNames {
  private static final Set<String> WRAPPERS =
      Set.of(
          "nice", "ionice", "nohup", "sudo", "env", "exec", "time", "timeout", "flock", "chronic",
          "setsid", "command", "test", "[", "cd", "then", "if", "sleep", "su", "chpst");

  private static final Set<String> INTERPRETERS =
      Set.of(
          "sh", "bash", "dash", "zsh", "ksh", "python", "python2", "python3", "ruby", "perl", "php",
          "node", "java");

  private CommandNames() {}

  /** The name of the first command of the line that does something by itself. */
  static String of(String line) {
    String fallback = "job";
    for (String part : line.split("&&|\\|\\||;|\\||\n")) {
      Deque<String> words = new ArrayDeque<>(List.of(part.strip().split("\\s+")));
      String name = first(words);
      if (!name.isEmpty()) {
        return name;
      }
      if (fallback.equals("job") && !part.isBlank()) {
        fallback = base(part.strip().split("\\s+")[0]);
      }
    }
    return Draft.valid(fallback);
  }

  private static String first(Deque<String> words) {
    while (!words.isEmpty()) {
      String word = bare(words.poll());
      String name = base(word);
      boolean option = word.startsWith("-") || word.matches("[A-Za-z_][A-Za-z0-9_]*=.*");
      if (word.isEmpty() || option || word.matches("[0-9.]+[smhd]?|[!{}()]+")) {
        continue;
      }
      if (name.equals("cd") || name.equals("test") || name.equals("[") || name.equals("sleep")) {
        return "";
      }
      if (name.equals("flock") || name.equals("su")) {
        words.removeIf(other -> other.startsWith("-"));
        words.poll();
      } else if (!WRAPPERS.contains(name)) {
        return INTERPRETERS.contains(name) ? script(words, name) : Draft.valid(name);
      }
    }
    return "";
  }

  private static String script(Deque<String> words, String interpreter) {
    return words.stream()
        .map(CommandNames::bare)
        .takeWhile(word -> !word.equals("-c") && !word.equals("-e"))
        .filter(word -> !word.startsWith("-") && !word.isEmpty())
        .findFirst()
        .map(word -> Draft.valid(base(word).replaceFirst("\\.[a-z]{1,4}$", "")))
        .orElse(interpreter);
  }

  private static String bare(String word) {
    return word.replaceAll("[\"'();]", "");
  }

  private static String base(String word) {
    return word.substring(word.lastIndexOf('/') + 1).replaceFirst("\\.(sh|py|rb|pl|js)$", "");
  }
}
