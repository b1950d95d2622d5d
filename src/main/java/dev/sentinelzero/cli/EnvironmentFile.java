package dev.sentinelzero.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@code NAME=VALUE} lines; comments, {@code export} and quotes are understood. */
final class EnvironmentFile {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)=(.*)");

  private EnvironmentFile() {}

  /**
   * Reads the text of a file.
   *
   * @throws Failure when a line is something else
   */
  static Map<String, String> read(String text, String shown) {
    Map<String, String> variables = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw Failure.usage(
            Visible.of(shown) + ":" + number + ": '" + Visible.of(line) + "' is not NAME=VALUE",
            "");
      }
      variables.put(matcher.group(1), value(matcher.group(2).strip()));
    }
    return variables;
  }

  private static String value(String text) {
    boolean quoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
    return quoted && text.charAt(text.length() - 1) == text.charAt(0)
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
