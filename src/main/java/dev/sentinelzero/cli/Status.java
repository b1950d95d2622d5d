package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code status} and {@code list}: the processes as they are now. */
final class Status implements Verb {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final String name;

  /**
   * Makes the verb.
   *
   * @param name {@code status} or {@code list}
   */
  Status(String name) {
    this.name = name;
  }

  @Override
  public Syntax syntax() {
    boolean status = name.equals("status");
    return Syntax.of(
            name,
            status ? "show processes, or everything about one" : "list processes",
            List.of("[NAME…] [--filter state=running]… [--sort FIELD] [--limit N]"),
            Syntax.Operands.PROCESSES,
            List.of(
                Option.flag('w', "watch", "show it again and again until Ctrl-C"),
                Option.valued("interval", "D", "between two times with --watch (2s)"),
                Option.flag('m', "metrics", "with CPU, memory, threads and open files"),
                Option.flag("history", "the runs of a process"),
                Selected.GROUP,
                Option.valued("project", "P", "only those of a project"),
                Option.valued("filter", "FIELD=VALUE", "only those for which it is so").repeated(),
                Option.valued("sort", "FIELD", "in the order of a field; -FIELD: descending"),
                Option.valued("limit", "N", "at most so many")))
        .noting(
            "Fields: name project group state wanted pid uptime restarts cpu memory threads\n"
                + "policy started_at.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (!call.arguments().has("watch")) {
      return show(call);
    }
    Duration interval = call.arguments().duration("interval").orElse(Duration.ofSeconds(2));
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw Failure.usage("--interval is at least 100ms", "");
    }
    call.onInterrupt(() -> {});
    do {
      if (call.surroundings().screen().terminal()) {
        call.print(CLEAR);
      }
      show(call);
      call.surroundings().out().flush();
    } while (!call.pause(interval));
    return ExitCode.DONE;
  }

  private static int show(Call call) throws IOException, InterruptedException {
    if (call.arguments().has("history")) {
      return History.show(call, call.only("NAME"));
    }
    Json answer = call.api().get(target(call));
    List<Json> processes = answer.at("processes").items();
    if (call.json()) {
      call.print(answer);
    } else if (processes.isEmpty()) {
      call.note(
          call.arguments().options().isEmpty()
              ? "no processes yet; 'sentinelzero start -- COMMAND' makes one"
              : "no processes");
    } else if (processes.size() == 1 && isOne(call)) {
      call.print(ProcessDetail.of(call, processes.getFirst()));
    } else {
      call.print(StatusTable.of(processes, call.arguments().has("metrics"), call.now()));
    }
    return ExitCode.DONE;
  }

  private static boolean isOne(Call call) {
    List<String> words = call.arguments().words();
    return words.size() == 1 && !words.getFirst().matches(".*[*?\\[].*");
  }

  private static String target(Call call) {
    Arguments arguments = call.arguments();
    boolean metrics = arguments.has("metrics") || isOne(call);
    return new Query("/processes")
        .all("name", arguments.words())
        .with("group", arguments.text("group"))
        .with("project", arguments.text("project"))
        .all("filter", arguments.all("filter"))
        .with("sort", arguments.text("sort"))
        .with("limit", arguments.count("limit").map(String::valueOf))
        .with("metrics", Optional.of("true").filter(flag -> metrics))
        .toString();
  }
}
