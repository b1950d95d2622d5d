package dev.sentinelzero.importing;

import dev.sentinelzero.units.ShellWords;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of process-compose, which expands {@code $NAME} and {@code ${NAME}} when it loads a file
 * and makes {@code $$} a dollar.
 *
 * @param expanding whether it does so in this file
 */
record ComposeText(boolean expanding) {
  private static final Pattern USE =
      Pattern.compile("\\$(?:\\$|\\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?}|([A-Za-z_][A-Za-z0-9_]*))");

  static ComposeText of(ProcessComposeImport.Whole whole) {
    return new ComposeText(whole.expanding());
  }

  /** Whether a text is a template. */
  static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  /** The text as the process file takes it. */
  String value(String text) {
    if (!expanding) {
      return Texts.literal(text);
    }
    Matcher use = USE.matcher(text);
    StringBuilder done = new StringBuilder();
    int at = 0;
    while (use.find()) {
      done.append(Texts.literalPart(text.substring(at, use.start())));
      String name = use.group(1) == null ? use.group(3) : use.group(1);
      String otherwise = use.group(2) == null ? ":-" : use.group(2);
      done.append(name == null ? "$$" : "${" + name + otherwise + "}");
      at = use.end();
    }
    String rest = text.substring(at);
    return at == 0 ? Texts.literal(rest) : done + Texts.literalPart(rest);
  }

  /** Words in one line that is split again, as the process file takes it. */
  String words(List<String> words) {
    return value(ShellWords.join(words));
  }
}
