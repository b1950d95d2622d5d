package dev.sentinelzero.cli;

import dev.sentinelzero.process.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a user sees, to be compared with a file: each command, its output, standard error behind
 * {@code 2>}, and the exit code. What differs from run to run is replaced by the rules here.
 */
final class Transcript {
  private static final Path FILES = Path.of("src/test/resources/golden/cli");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
  private static final String LASTS = "\\d+(\\.\\d+)?(ms|s|m|h)( \\d+(s|m))?";

  private static final Pattern TABLE = Pattern.compile("(\\S+ is \\S+\n)? *[A-Z]+  +[A-Z]+ ");

  /** Applied in this order. */
  private static final Map<Pattern, String> RULES = new LinkedHashMap<>();

  static {
    rule(TIME, "TIME");
    rule("\\b[0-7][0-9a-hjkmnp-tv-z]{25}\\b", "RUN");
    rule("\\bpid \\d+", "pid PID");
    rule("(?m)^(  pid +)\\d+$", "$1PID");
    rule("(\"pid\": ?)\\d+", "$1PID");
    rule("( (?:running|starting|stopping) +)\\d+( +)" + LASTS, "$1PID$2UPTIME");
    rule("(\"(?:uptime_seconds|up_seconds|age_seconds)\": ?)[0-9.]+", "$1SECONDS");
    rule("(\"sequence\": ?)\\d+", "$1NUMBER");
    rule(
        "(\"(?:cpu_percent|memory_bytes|threads|open_files)\": ?)(?:[0-9.]+|null)",
        "$1NUMBER or null");
    // There once a sample was taken; StatusTableTest is about them.
    rule("(?m)^  (?:cpu|memory|threads|files) +[0-9.]+[KMG%]?\n", "");
    rule("TIME, up " + LASTS, "TIME, up UPTIME");
    rule("(?<=, )" + LASTS + " ago", "AGO");
    rule("\\bin [0-9][0-9a-z ]* \\([^)]*\\d\\d:\\d\\d[^)]*\\)", "in AGO (CLOCK)");
    rule("(?m)^(TIME +TIME +)" + LASTS, "$1UPTIME");
    rule("(?m)^TIME +" + LASTS + "  ", "TIME  AGO  ");
    rule("(RUN  TIME  (?:TIME|-) +)" + LASTS, "$1UPTIME");
    rule("\\bby \\S+ \\(cli\\)", "by USER (cli)");
    rule("\\(\\S+, cli\\)", "(USER, cli)");
    rule("(\"author\": ?)\"[^\"]+\"", "$1\"USER\"");
    rule("(?m)^(\\S+ +\\d+ +TIME +)\\S+ ", "$1USER ");
  }

  private final Shell shell;
  private final StringBuilder text = new StringBuilder();

  Transcript(Shell shell) {
    this.shell = shell;
  }

  private static void rule(String expression, String replacement) {
    RULES.put(Pattern.compile(expression), replacement);
  }

  /** Runs a verb and writes down what was seen. */
  Transcript run(String... arguments) {
    Shell.Result result = shell.run(arguments);
    text.append("$ sentinelzero ").append(typed(arguments)).append('\n');
    text.append(isTable(result.out()) ? narrowed(result.out()) : result.out());
    result.err().lines().forEach(line -> text.append("2> ").append(line).append('\n'));
    text.append("exit ").append(result.status()).append("\n\n");
    return this;
  }

  private static boolean isTable(String out) {
    return TABLE.matcher(out).lookingAt();
  }

  /** Widths of columns depend on the widths of what is replaced; TableTest is about them. */
  private static String narrowed(String table) {
    return table.replaceAll("(?m)(?<=\\S) {2,}", "  ");
  }

  private static String typed(String... arguments) {
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      words.add(Visible.of(dev.sentinelzero.units.ShellWords.join(List.of(argument))));
    }
    return String.join(" ", words);
  }

  /** The text by the rules. */
  private String replaced() {
    String done = text.toString();
    done = done.replace(shell.home.toString(), "HOME").replace(shell.work.toString(), "WORK");
    done = done.replace(shell.folder.toString(), "FOLDER");
    for (Map.Entry<Pattern, String> rule : RULES.entrySet()) {
      done = rule.getKey().matcher(done).replaceAll(rule.getValue());
    }
    return done;
  }

  /** Compares all that was seen with a file. */
  void compare(String name) throws IOException {
    Golden.compare(FILES.resolve(name + ".txt"), replaced());
  }
}
