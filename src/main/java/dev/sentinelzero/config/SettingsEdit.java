package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes one setting in the text of {@code config.yaml} and leaves all else as it is. */
public final class SettingsEdit {
  private static final Pattern SECTION = Pattern.compile("([A-Za-z_]+):\\s*(#.*)?");

  /** A key with a value on one line: indent and key, value, space and comment. */
  private static final Pattern SETTING =
      Pattern.compile(
          "(\\s+[A-Za-z_]+:)\\s*(\"[^\"]*\"|'[^']*'|[^\"'\\[{#\\s][^#]*?)?(\\s+#.*|\\s*)");

  private final List<String> lines;
  private final SettingKey key;
  private final String value;

  private SettingsEdit(String file, SettingKey key, String value) {
    this.lines = new ArrayList<>(file.lines().toList());
    this.key = key;
    this.value = value;
  }

  /**
   * The file with one setting changed, comments kept. What comes out is read again, so that nothing
   * but this setting can change.
   *
   * @param file the text of {@code config.yaml}, empty when there is none
   * @param value as text; addresses separated by commas
   * @throws ProblemsException when the file has problems, the value is refused, or the file is
   *     written in a form (such as {@code http: {port: 1}}) in which only people should edit it
   */
  public static String set(String file, SettingKey key, String value) {
    DaemonSettings before = DaemonSettings.read(file, Map.of());
    try {
      SettingsReader.check(key, value);
    } catch (IllegalArgumentException e) {
      throw refused(key, String.valueOf(e.getMessage()));
    }
    String text = new SettingsEdit(file, key, value).edited();
    if (!isExact(before, text, key, value)) {
      throw refused(
          key, "stands in a form that can't be changed by line; edit config.yaml by hand");
    }
    return text;
  }

  private static ProblemsException refused(SettingKey key, String message) {
    return new ProblemsException(List.of(Problem.placeless(key.path(), message)));
  }

  private static boolean isExact(DaemonSettings before, String text, SettingKey key, String value) {
    try {
      DaemonSettings after = DaemonSettings.read(text, Map.of());
      boolean told = after.notifications().targets().equals(before.notifications().targets());
      return told
          && before.entries().stream()
              .allMatch(
                  old ->
                      old.key() == key
                          ? after.entry(key).value().equals(value)
                          : after.entry(old.key()).equals(old));
    } catch (ProblemsException e) {
      return false;
    }
  }

  private String edited() {
    int section = sectionLine();
    if (section < 0) {
      lines.add(sectionName() + ":");
      lines.add("  " + line());
    } else {
      change(section);
    }
    return String.join("\n", lines) + "\n";
  }

  private void change(int section) {
    String indent = "";
    for (int at = section + 1; at < lines.size() && !isTop(lines.get(at)); at++) {
      String text = lines.get(at);
      if (text.isBlank() || text.strip().startsWith("#")) {
        continue;
      }
      String own = text.substring(0, text.length() - text.stripLeading().length());
      indent = indent.isEmpty() ? own : indent;
      if (!own.equals(indent)) {
        continue;
      }
      Matcher setting = SETTING.matcher(text);
      if (text.strip().startsWith(key.leaf() + ":") && setting.matches()) {
        lines.set(at, setting.group(1) + " " + scalar() + setting.group(3).stripTrailing());
        return;
      }
    }
    lines.add(section + 1, (indent.isEmpty() ? "  " : indent) + line());
  }

  private int sectionLine() {
    for (int at = 0; at < lines.size(); at++) {
      Matcher matcher = SECTION.matcher(lines.get(at));
      if (matcher.matches() && matcher.group(1).equals(sectionName())) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isTop(String line) {
    return !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && line.charAt(0) != '#';
  }

  private String sectionName() {
    return key.path().substring(0, key.path().indexOf('.'));
  }

  private String line() {
    return key.leaf() + ": " + scalar();
  }

  private String scalar() {
    boolean plain = value.matches("[A-Za-z0-9][A-Za-z0-9_./-]*");
    return plain ? value : TextNode.valueOf(value).toString();
  }
}
