package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a process file with comments, for people who go on with it by hand. Unlike {@link
 * YamlWriter} it takes texts as the file has them: what is to stay a dollar is escaped already.
 */
public final class CommentedYaml {
  private static final int WIDTH = 100;
  private static final String INDENT = "  ";

  /** In blocks a text may hold more than in lists and maps that stand in one line. */
  private static final Pattern BLOCK_PLAIN =
      Pattern.compile("[A-Za-z0-9_./$][^\\x00-\\x1f\\x7f-\\uffff]*");

  private static final Pattern FLOW_PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@%+=$ -]*");

  private final Map<String, List<String>> comments;
  private final StringBuilder out = new StringBuilder();

  private CommentedYaml(Map<String, List<String>> comments) {
    this.comments = comments;
  }

  /**
   * Writes the document.
   *
   * @param document maps, lists and scalars
   * @param comments lines by the path of the key that they stand above, such as {@code
   *     /processes/web}; those of the empty path stand at the top
   * @return the text, ending in a newline
   */
  public static String write(JsonNode document, Map<String, List<String>> comments) {
    CommentedYaml yaml = new CommentedYaml(comments);
    yaml.comment("", "");
    yaml.block(document, "", "");
    return yaml.out.toString();
  }

  private void comment(String path, String indent) {
    for (String line : comments.getOrDefault(path, List.of())) {
      String shown = line.replaceAll("\\p{Cntrl}", " ");
      out.append(indent).append(shown.isEmpty() ? "#" : "# " + shown).append('\n');
    }
  }

  private void block(JsonNode map, String indent, String path) {
    map.properties()
        .forEach(
            entry -> {
              String inner = path + "/" + entry.getKey();
              comment(inner, indent);
              out.append(indent).append(scalar(entry.getKey(), FLOW_PLAIN)).append(':');
              value(entry.getValue(), indent, inner);
            });
  }

  private void value(JsonNode value, String indent, String path) {
    String line = value.isContainerNode() ? flow(value) : "";
    if (value.isObject() && !value.isEmpty() && isLong(value, line, indent, path)) {
      out.append('\n');
      block(value, indent + INDENT, path);
    } else if (value.isArray() && isLong(value, line, indent, path)) {
      out.append('\n');
      value.forEach(item -> item(item, indent + INDENT));
    } else if (value.isContainerNode()) {
      out.append(' ').append(line).append('\n');
    } else {
      scalarValue(value, indent);
    }
  }

  private void item(JsonNode item, String indent) {
    out.append(indent).append('-');
    if (item.isContainerNode()) {
      out.append(' ').append(flow(item)).append('\n');
    } else {
      scalarValue(item, indent);
    }
  }

  private void scalarValue(JsonNode value, String indent) {
    if (value.isTextual() && YamlWriter.isLines(value.asText())) {
      String text = value.asText();
      out.append(text.endsWith("\n") ? " |\n" : " |-\n");
      text.lines().forEach(line -> out.append(indent).append(INDENT).append(line).append('\n'));
    } else {
      String shown = value.isTextual() ? scalar(value.asText(), BLOCK_PLAIN) : value.asText();
      out.append(' ').append(shown).append('\n');
    }
  }

  /** Whether it has to go over several lines. */
  private boolean isLong(JsonNode value, String line, String indent, String path) {
    boolean top = path.indexOf('/', 1) < 0 || path.matches("/processes/[^/]+");
    boolean commented = comments.keySet().stream().anyMatch(key -> key.startsWith(path + "/"));
    return value.isObject() && top
        || commented
        || hasLines(value)
        || indent.length() + line.length() + lastLength(path) > WIDTH;
  }

  private static int lastLength(String path) {
    return path.length() - path.lastIndexOf('/');
  }

  private static boolean hasLines(JsonNode value) {
    for (JsonNode inner : value) {
      if (inner.isTextual() && inner.asText().indexOf('\n') >= 0
          || inner.isContainerNode() && hasLines(inner)) {
        return true;
      }
    }
    return false;
  }

  private static String flow(JsonNode value) {
    List<String> items = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(item -> items.add(flow(item)));
      return "[" + String.join(", ", items) + "]";
    }
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              one -> items.add(scalar(one.getKey(), FLOW_PLAIN) + ": " + flow(one.getValue())));
      return items.isEmpty() ? "{}" : "{ " + String.join(", ", items) + " }";
    }
    return value.isTextual() ? scalar(value.asText(), FLOW_PLAIN) : value.asText();
  }

  private static String scalar(String text, Pattern plain) {
    boolean bare =
        plain.matcher(text).matches()
            && !YamlTree.hasOtherMeaning(text)
            && !text.contains(": ")
            && !text.contains(" #")
            && !text.endsWith(":")
            && !text.endsWith(" ")
            && !text.startsWith("...");
    return bare ? text : YamlWriter.quoted(text);
  }
}
