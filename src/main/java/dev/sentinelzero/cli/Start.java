package dev.sentinelzero.cli;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code start}: starts known processes, or defines one and starts it. */
final class Start implements Verb {
  private static final List<String> DEFINING =
      List.of(
          "name", "directory", "env", "policy", "restart-delay", "schedule", "timezone", "replace");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "start",
            "start known processes, or define one and start it",
            List.of(
                "NAME… [--timeout D] [--no-wait]",
                "(-g GROUP | --all)",
                "[-n NAME] [OPTION…] -c 'COMMAND LINE' [--args 'MORE']…",
                "[-n NAME] [OPTION…] -- COMMAND ARG…"),
            Syntax.Operands.PROCESSES,
            options())
        .noting(
            "-c and --args are split into words as a shell does it, but no shell runs and\n"
                + "nothing is expanded. Everything after -- is taken as it is.",
            "Examples:\n"
                + "  sentinelzero start web\n"
                + "  sentinelzero start -n web -- python3 -m http.server 8000\n"
                + "  sentinelzero start --restart-delay 5h -c \"sh -c 'date; exit 1'\"\n"
                + "  sentinelzero start -n backup --schedule '0 2 * * *' -- ./backup.sh");
  }

  private static List<Option> options() {
    return List.of(
        Option.valued('n', "name", "NAME", "its name (the command's base name)"),
        Option.valued('c', "command", "LINE", "the command line"),
        Option.valued("args", "LINE", "more words for the command").repeated(),
        Option.valued('d', "directory", "DIR", "where it runs (the current directory)"),
        Option.valued('e', "env", "K=V", "a variable of its environment").repeated(),
        Selected.GROUP,
        Option.valued("policy", "P", "its restart policy (standard)"),
        Option.valued("restart-delay", "D", "pause before a restart, such as 5h"),
        Option.valued("schedule", "EXPR", "run it at its times: cron, @daily, 90m, a time"),
        ScheduleTiming.TIMEZONE,
        Option.flag("replace", "take the place of another definition of that name"),
        Selected.ALL,
        Operation.TIMEOUT,
        Operation.NO_WAIT);
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Optional<List<String>> command = CommandWords.of(call.arguments());
    return command.isPresent() ? define(call, command.get()) : known(call);
  }

  private static int known(Call call) throws IOException, InterruptedException {
    for (String option : DEFINING) {
      if (call.arguments().has(option)) {
        throw Failure.usage(
            "--" + option + " belongs to a new process, but there is no command",
            "give it with -c 'COMMAND LINE', or after --");
      }
    }
    return new Operation(call, "start").with(Selected.of(call, call.arguments().words())).run();
  }

  private static int define(Call call, List<String> command)
      throws IOException, InterruptedException {
    Arguments arguments = call.arguments();
    if (!arguments.operands().isEmpty()) {
      throw Failure.usage(
          "'" + Visible.of(arguments.operands().getFirst()) + "' is a name, but a command is given",
          "name the new process with -n, or put the whole command after --");
    }
    if (arguments.has("all")) {
      throw Failure.usage("--all starts known processes, but a command is given", "");
    }
    if (arguments.has("timezone") && !arguments.has("schedule")) {
      throw Failure.usage("--timezone goes with --schedule", "");
    }
    String name = arguments.text("name").orElseGet(() -> CommandWords.name(command.getFirst()));
    if (!ProcessName.isValid(name)) {
      throw Failure.usage(
          "'" + Visible.of(name) + "' is not a name",
          "1 to 128 of A-Z a-z 0-9 _ . @ -, the first a letter or a digit");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("project", Definition.BY_HAND);
    body.put("process", process(call, command));
    body.put("replace", arguments.has("replace"));
    call.api().send(Request.with("PUT", Request.process(name), Json.of(body)));
    return new Operation(call, "start").with(Map.of("names", List.of(name))).run();
  }

  private static Map<String, Object> process(Call call, List<String> command)
      throws IOException, InterruptedException {
    Arguments arguments = call.arguments();
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("command", command);
    process.put("directory", directory(call));
    if (arguments.has("env")) {
      process.put("environment", environment(arguments.all("env")));
    }
    arguments.text("group").ifPresent(group -> process.put("group", group));
    if (arguments.has("restart-delay")) {
      process.put("restart", PolicyChoice.delayed(call));
    } else {
      arguments.text("policy").ifPresent(policy -> process.put("policy", policy));
    }
    arguments
        .text("schedule")
        .ifPresent(
            text ->
                process.put(
                    "schedule",
                    ScheduleTiming.ofExpression("--schedule", text, arguments)
                        .inFuture(call.now())
                        .words()));
    return process;
  }

  private static String directory(Call call) {
    Path directory = call.path(call.arguments().text("directory").orElse(""));
    // A remote server has folders of its own.
    if (call.server().isEmpty() && !Files.isDirectory(directory)) {
      throw Failure.usage("there is no directory " + directory, "");
    }
    return directory.toString();
  }

  private static Map<String, String> environment(List<String> pairs) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Failure.usage(
            "-e: '" + Visible.of(pair) + "' is not NAME=VALUE",
            "sentinelzero start -e PORT=8000 …");
      }
      variables.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return variables;
  }
}
