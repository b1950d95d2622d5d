package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The text of {@code --help}: never wider than 80 columns. */
final class HelpText {
  private static final int WIDTH = 80;

  private HelpText() {}

  /** The help of one verb. */
  static String of(Syntax syntax) {
    StringBuilder text = new StringBuilder();
    wrap(text, 0, 2, "sentinelzero " + syntax.verb() + ": " + syntax.summary());
    text.append("\nUsage:\n");
    for (String usage : syntax.usages()) {
      wrap(text, 2, 6, ("sentinelzero " + syntax.verb() + " " + usage).strip());
    }
    if (!syntax.options().isEmpty()) {
      text.append("\nOptions:\n");
      options(text, syntax.options());
    }
    for (String note : syntax.notes()) {
      text.append('\n').append(note).append('\n');
    }
    text.append("\nFor every verb:\n");
    options(text, Syntax.GLOBAL);
    return text.toString();
  }

  /** The help of a group of verbs. */
  static String ofGroup(String group) {
    StringBuilder text = new StringBuilder("sentinelzero " + group + " VERB\n\nVerbs:\n");
    List<String[]> lines = new ArrayList<>();
    for (String name : Verbs.inGroup(group)) {
      lines.add(new String[] {name, summary(group + " " + name)});
    }
    columns(text, lines);
    return text.append("\nsentinelzero ")
        .append(group)
        .append(" VERB --help tells more.\n")
        .toString();
  }

  /** The help of the whole program. */
  static String overview() {
    StringBuilder text =
        new StringBuilder(
            "SentinelZero keeps command-line processes alive.\n\n"
                + "Usage: sentinelzero VERB [OPTION…] [NAME…]\n");
    for (Map.Entry<String, List<String>> section : Verbs.SECTIONS.entrySet()) {
      text.append('\n').append(section.getKey()).append(":\n");
      List<String[]> lines = new ArrayList<>();
      for (String name : section.getValue()) {
        List<String> inner = Verbs.inGroup(name);
        String summary = Verbs.find(name).isPresent() ? summary(name) : String.join(", ", inner);
        lines.add(new String[] {name, summary});
      }
      columns(text, lines);
    }
    text.append("\nFor every verb:\n");
    options(text, Syntax.GLOBAL);
    text.append(
        """

        Exit codes: 0 done, 1 failed, 2 usage, 3 no such thing, 4 daemon unreachable,
        5 refused in this state, 6 not allowed, 7 timed out.
        Durations: 500ms 45s 30m 5h 2d 1w and sums such as 1h30m.
        """);
    return text.toString();
  }

  private static String summary(String verb) {
    return Verbs.find(verb).map(found -> found.syntax().summary()).orElse("");
  }

  private static void options(StringBuilder text, List<Option> options) {
    List<String[]> lines = new ArrayList<>();
    for (Option option : options) {
      boolean shortOnly = option.name().length() == 1;
      String letter = option.letter() == 0 ? "    " : "-" + option.letter();
      String name = shortOnly ? "" : (option.letter() == 0 ? "" : ", ") + "--" + option.name();
      String value = option.takesValue() ? " " + option.value() : "";
      lines.add(new String[] {letter + name + value, option.summary()});
    }
    columns(text, lines);
  }

  private static void columns(StringBuilder text, List<String[]> lines) {
    int widest = 0;
    for (String[] line : lines) {
      widest = Math.max(widest, Math.min(30, line[0].length()));
    }
    for (String[] line : lines) {
      String start = line[0] + " ".repeat(Math.max(0, widest - line[0].length()));
      wrap(text, 2, widest + 4, start + "  " + line[1]);
    }
  }

  /** Writes a paragraph; only spaces between words that follow the first column are broken at. */
  private static void wrap(StringBuilder text, int first, int others, String paragraph) {
    String rest = " ".repeat(first) + paragraph;
    while (rest.length() > WIDTH) {
      int cut = rest.lastIndexOf(' ', WIDTH);
      if (cut <= others) {
        break;
      }
      text.append(rest.substring(0, cut).stripTrailing()).append('\n');
      rest = " ".repeat(others) + rest.substring(cut + 1);
    }
    text.append(rest.stripTrailing()).append('\n');
  }
}
