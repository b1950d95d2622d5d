package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a process file for people: maps in blocks, lists in one line, quotes where they are
 * needed, dollars escaped.
 */
final class YamlWriter {
  /** Texts that need no quotes wherever they stand, unless they look like something else. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@%+=$-]*");

  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** The file's text, ending in a newline. */
  static String write(JsonNode document) {
    YamlWriter writer = new YamlWriter();
    writer.block(document, "", true);
    return writer.out.toString();
  }

  private void block(JsonNode map, String indent, boolean expanded) {
    map.properties()
        .forEach(
            entry -> {
              out.append(indent).append(scalar(entry.getKey())).append(':');
              boolean literal = entry.getKey().equals("shell") || isTemplate(entry, indent);
              value(entry.getValue(), indent, expanded && !literal);
            });
  }

  private void value(JsonNode value, String indent, boolean expanded) {
    if (value.isObject() && !value.isEmpty() && !isSmall(value)) {
      out.append('\n');
      block(value, indent + INDENT, expanded);
    } else if (value.isTextual() && isLines(value.asText())) {
      lines(escaped(value.asText(), expanded), indent + INDENT);
    } else {
      out.append(' ').append(flow(value, expanded)).append('\n');
    }
  }

  /** A process with instances, whose texts are still to be expanded for each of them. */
  private static boolean isTemplate(Map.Entry<String, JsonNode> entry, String indent) {
    return indent.equals(INDENT) && entry.getValue().has(Keys.INSTANCES);
  }

  /** A map that reads better in one line. */
  private static boolean isSmall(JsonNode map) {
    return map.size() <= 2 && map.has("from");
  }

  private static String flow(JsonNode value, boolean expanded) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(flow(item, expanded)));
      return "[" + String.join(", ", items) + "]";
    }
    if (value.isObject()) {
      List<String> items = new ArrayList<>();
      value
          .properties()
          .forEach(one -> items.add(scalar(one.getKey()) + ": " + flow(one.getValue(), expanded)));
      return items.isEmpty() ? "{}" : "{ " + String.join(", ", items) + " }";
    }
    return value.isTextual() ? scalar(escaped(value.asText(), expanded)) : value.asText();
  }

  private static String escaped(String text, boolean expanded) {
    return expanded ? Expansion.escape(text) : text;
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !YamlTree.hasOtherMeaning(text);
    return plain && !text.startsWith("---") && !text.startsWith("...") ? text : quoted(text);
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escape(c)));
    return quoted.append('"').toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> isPrintable(c) ? Character.toString(c) : "\\U%08x".formatted(c);
    };
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c < 0x7f
        || c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029
        || c >= 0xe000 && c <= 0xfffd && c != 0xfeff
        || c >= 0x10000;
  }

  /** Whether a literal block holds the text exactly. */
  static boolean isLines(String text) {
    return text.indexOf('\n') > 0
        && !text.startsWith(" ")
        && !text.startsWith("\t")
        && !text.endsWith("\n\n")
        && text.lines().noneMatch(String::isBlank)
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c));
  }

  private void lines(String text, String indent) {
    out.append(text.endsWith("\n") ? " |\n" : " |-\n");
    text.lines().forEach(line -> out.append(indent).append(line).append('\n'));
  }
}
