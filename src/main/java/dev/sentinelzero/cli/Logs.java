package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code logs}: the output of processes. */
final class Logs implements Verb {
  private static final String FOLLOWED_TAIL = "100";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "logs",
            "show the output of processes",
            List.of("[NAME…] [-f] [--tail N] [--since 10m|TIME] [OPTION…]"),
            Syntax.Operands.PROCESSES,
            List.of(
                Option.flag('f', "follow", "go on with new lines until Ctrl-C"),
                Option.valued('n', "tail", "N", "the last N lines"),
                Option.valued("since", "D|TIME", "from then on, such as 10m or 2026-01-31T14:00"),
                Option.valued("until", "D|TIME", "up to then"),
                Option.valued("grep", "RE", "lines that match a regular expression"),
                Option.valued("run", "ID|-1", "of one run; -1 is the one before the last"),
                Option.valued("stream", "NAME", "stdout or stderr"),
                Option.flag('t', "timestamps", "with the time of each line"),
                Option.flag("raw", "byte for byte, control sequences too")))
        .noting(
            "Without NAME it shows all processes. Lines of standard error are marked '!'\n"
                + "where lines have a prefix.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<String> names = call.arguments().words();
    if (!call.arguments().has("follow")) {
      return once(call, names);
    }
    return follow(call, names);
  }

  private static int once(Call call, List<String> names) throws IOException, InterruptedException {
    LogFormat format = format(call, names);
    try (Api.Stream stream = call.api().stream(query(call, names).toString())) {
      boolean whole =
          stream.forEach(
              line -> {
                format.write(line);
              });
      if (!whole) {
        throw Failure.of(ExitCode.FAILED, "the connection to the daemon broke");
      }
    }
    return ExitCode.DONE;
  }

  /** Follows the output of processes until the user ends it. */
  static int follow(Call call, List<String> names) throws IOException, InterruptedException {
    LogFormat format = format(call, names);
    LogResume resume = new LogResume();
    Consumer<Json> each =
        line -> {
          if (resume.isNew(line)) {
            format.write(line);
            call.surroundings().out().flush();
          }
        };
    return Follow.of(
        call,
        () -> {
          resume.begin();
          return following(call, names, resume);
        },
        each);
  }

  private static String following(Call call, List<String> names, LogResume resume) {
    Query query =
        resume
            .since()
            .map(since -> filters(call, names).with("since", since.toString()))
            .orElseGet(() -> query(call, names));
    return query.with("follow", "true").toString();
  }

  private static Query query(Call call, List<String> names) {
    Arguments arguments = call.arguments();
    boolean brief = arguments.has("follow") && !arguments.has("since");
    Optional<String> tail =
        arguments
            .count("tail")
            .map(String::valueOf)
            .or(() -> Optional.of(FOLLOWED_TAIL).filter(lines -> brief));
    return filters(call, names).with("tail", tail).with("since", arguments.text("since"));
  }

  private static Query filters(Call call, List<String> names) {
    Arguments arguments = call.arguments();
    return new Query("/logs")
        .all("name", names)
        .with("until", arguments.text("until"))
        .with("grep", arguments.text("grep"))
        .with("run", arguments.text("run"))
        .with("stream", arguments.text("stream"))
        .with("raw", Optional.of("true").filter(raw -> arguments.has("raw")));
  }

  /** With one process no prefix is needed; else names are padded to the longest. */
  private static LogFormat format(Call call, List<String> names)
      throws IOException, InterruptedException {
    if (call.json()) {
      return new LogFormat(call, false, 0);
    }
    if (names.size() == 1 && !names.getFirst().matches(".*[*?\\[].*")) {
      return new LogFormat(call, false, 0);
    }
    String target = new Query("/processes").all("name", names).toString();
    int width = 0;
    for (Json process : call.api().get(target).at("processes").items()) {
      width = Math.max(width, process.text("name").length());
    }
    return new LogFormat(call, true, width);
  }
}
