package dev.sentinelzero.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for {@code %(…)s} in the values of one section.
 *
 * @param names texts by the names that stand for them
 * @param number the number of the process where each has a section of its own; else the index that
 *     {@code ${instance}} stands for
 */
record SupervisordValues(Map<String, String> names, OptionalInt number) {
  private static final Pattern USE = Pattern.compile("%%|%\\(([A-Za-z0-9_.]+)\\)(0?\\d*)([sd])");
  private static final Pattern MARKED = Pattern.compile("\ue000([^\ue001]*)\ue001");
  private static final Pattern NUMBER = Pattern.compile("%\\(process_num\\)(0?\\d*)[sd]");

  /** Whether a number is written with zeros or blanks in front. */
  static boolean isPadded(String text) {
    Matcher use = NUMBER.matcher(text);
    while (use.find()) {
      if (!use.group(1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The text with everything expanded that is known now, and marks where the process file has to
   * expand. {@link #inFile} takes the marks away.
   */
  String marked(String text) {
    Matcher use = USE.matcher(text);
    StringBuilder done = new StringBuilder();
    while (use.find()) {
      String replacement =
          use.group(1) == null ? "%" : value(use.group(1), use.group(2)).orElse(use.group());
      use.appendReplacement(done, Matcher.quoteReplacement(replacement));
    }
    return use.appendTail(done).toString();
  }

  private Optional<String> value(String name, String width) {
    if (name.startsWith("ENV_")) {
      return Optional.of(mark(name.substring("ENV_".length())));
    }
    if (name.equals("process_num")) {
      return Optional.of(
          number.isPresent() ? ("%" + width + "d").formatted(number.getAsInt()) : mark("instance"));
    }
    return name.equals("host_node_name")
        ? Optional.of(mark("HOSTNAME:-localhost"))
        : Optional.ofNullable(names.get(name));
  }

  private static String mark(String name) {
    return "\ue000" + name + "\ue001";
  }

  /** A marked text as the process file takes it. */
  static String inFile(String marked) {
    Matcher mark = MARKED.matcher(marked);
    StringBuilder done = new StringBuilder();
    int at = 0;
    while (mark.find()) {
      done.append(Texts.literalPart(marked.substring(at, mark.start())));
      done.append("${").append(mark.group(1)).append('}');
      at = mark.end();
    }
    return at == 0 ? Texts.literal(marked) : done + Texts.literalPart(marked.substring(at));
  }

  /** The text as the process file takes it. */
  String expanded(String text) {
    return inFile(marked(text));
  }

  /**
   * The pairs of {@code A="1",B='2'}, values as the process file takes them.
   *
   * @throws ImportException when the text is something else; it is not quoted
   */
  Map<String, String> pairs(IniFile.Value value) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String text = marked(value.text());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' || Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int equals = text.indexOf('=', at);
      String name = equals < 0 ? "" : text.substring(at, equals).strip();
      if (!name.matches("[A-Za-z0-9_.-]+")) {
        throw broken(value);
      }
      Piece piece = piece(text, equals + 1, value);
      pairs.put(name, inFile(piece.text()));
      at = piece.end();
    }
    return pairs;
  }

  private record Piece(String text, int end) {}

  private static Piece piece(String text, int from, IniFile.Value value) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0) {
      int close = text.indexOf(text.charAt(at), at + 1);
      if (close < 0) {
        throw broken(value);
      }
      return new Piece(text.substring(at + 1, close), close + 1);
    }
    int end = at;
    while (end < text.length()
        && text.charAt(end) != ','
        && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return new Piece(text.substring(at, end), end);
  }

  private static ImportException broken(IniFile.Value value) {
    return new ImportException(
        value.place().file()
            + ":"
            + value.place().line()
            + ": the environment is not KEY=\"value\",KEY2=\"value\"");
  }
}
