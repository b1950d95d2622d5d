package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans and applies process files through the API, and tells what that changes. */
final class Applying {
  static final Option PRUNE =
      Option.flag("prune", "remove processes of the project that the file leaves out");
  static final Option TAKE_OVER =
      Option.flag("take-over", "take processes over from the project that owns them");
  static final Option REASON =
      Option.valued("reason", "TEXT", "why, for 'config revisions' and the event log");

  /** Said of files, and of rollbacks, that change nothing. */
  static final String NOTHING = "nothing to do";

  private Applying() {}

  /** Has the daemon bring a file about; answers once its effect has happened. */
  static Json apply(Call call, LocalFile file) throws IOException, InterruptedException {
    Map<String, Object> body = body(call, file);
    body.put("files", file.names());
    body.put("reason", call.arguments().text("reason").orElse(""));
    return send(call, "/config/apply", body, "applying " + Visible.of(file.shown()));
  }

  /** Has the daemon change something; answers once its effect has happened. */
  static Json send(Call call, String path, Map<String, Object> body, String what)
      throws IOException, InterruptedException {
    String target = new Query(path).with("wait", Operation.text(Operation.LONG)).toString();
    try (Progress progress = Progress.of(call, what)) {
      return call.api().send(Request.with("POST", target, Json.of(body)).waiting(Operation.LONG));
    } catch (IOException e) {
      if (!Api.isDisconnect(e)) {
        throw e;
      }
      throw Failure.of(
          ExitCode.FAILED,
          "the daemon ended before it said what became of it",
          "what it had begun is kept; start it again and repeat, only the rest is done then");
    }
  }

  /** Has the daemon say what applying a file would change. */
  static Json plan(Call call, LocalFile file) throws IOException, InterruptedException {
    return call.api().send(Request.with("POST", "/config/plan", Json.of(body(call, file))));
  }

  private static Map<String, Object> body(Call call, LocalFile file) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("document", file.json());
    body.put("prune", call.arguments().has("prune"));
    body.put("take_over", call.arguments().has("take-over"));
    return body;
  }

  /** Whether plans, together, change nothing. */
  static boolean isNothing(List<Json> plans) {
    return plans.stream()
        .flatMap(
            plan ->
                java.util.stream.Stream.concat(
                    plan.at("changes").items().stream(), plan.at("policies").items().stream()))
        .allMatch(change -> change.text("action").equals("untouched"));
  }

  /** Prints changes in one line each. */
  static void summary(Call call, List<Json> plans) {
    Table table = new Table();
    table.column("NAME", 0).column("ACTION", 0).column("FIELDS", 2).column("WHY", 1);
    for (Json plan : plans) {
      for (Json change : plan.at("changes").items()) {
        List<String> fields = change.at("fields").items().stream().map(Json::text).toList();
        table.row(
            List.of(
                name(change),
                action(change),
                Table.cell(StatusTable.orDash(String.join(" ", fields))),
                Table.cell(change.text("reason"))));
      }
    }
    print(call, plans, table);
  }

  /** Prints changes with the values of all fields that change, one in a line. */
  static void details(Call call, List<Json> plans) {
    Table table = new Table();
    table.column("NAME", 0).column("ACTION", 0).column("WHY", 2);
    table.column("FIELD", 1).column("BEFORE → AFTER", 1);
    for (Json plan : plans) {
      for (Json change : plan.at("changes").items()) {
        rows(table, change);
      }
    }
    print(call, plans, table);
  }

  private static void rows(Table table, Json change) {
    List<Json> details = change.at("details").items();
    Table.Cell none = Table.cell("");
    Table.Cell why = Table.cell(change.text("reason"));
    if (details.isEmpty()) {
      table.row(List.of(name(change), action(change), why, Table.cell("-"), none));
      return;
    }
    for (int at = 0; at < details.size(); at++) {
      boolean first = at == 0;
      table.row(
          List.of(
              first ? name(change) : none,
              first ? action(change) : none,
              first ? why : none,
              Table.cell(details.get(at).text("path")),
              Table.cell(values(details.get(at)))));
    }
  }

  private static String values(Json detail) {
    return StatusTable.orDash(detail.text("before"))
        + " → "
        + StatusTable.orDash(detail.text("after"));
  }

  private static Table.Cell name(Json change) {
    return Table.cell(change.text("name"), Ink.BOLD);
  }

  private static Table.Cell action(Json change) {
    return Table.cell(change.text("action"), ink(change.text("action")));
  }

  /** Policies that stay as they are would only be in the way. */
  private static void print(Call call, List<Json> plans, Table changes) {
    if (plans.stream().anyMatch(plan -> !plan.at("changes").items().isEmpty())) {
      call.print(changes);
    }
    Table policies = new Table();
    policies.column("POLICY", 0).column("ACTION", 0);
    boolean any = false;
    for (Json plan : plans) {
      for (Json change : plan.at("policies").items()) {
        if (!change.text("action").equals("untouched")) {
          policies.row(List.of(name(change), action(change)));
          any = true;
        }
      }
    }
    if (any) {
      call.print(policies);
    }
    if (isNothing(plans)) {
      call.say(NOTHING);
    }
  }

  /** Prints what of an apply went wrong, if anything, and finds the exit code. */
  static int complain(Call call, Json answer) {
    int code = Operation.complain(call, "start", answer);
    if (code == ExitCode.DONE) {
      return code;
    }
    long asked =
        answer.at("changes").items().stream()
            .filter(change -> !change.text("action").equals("untouched"))
            .count();
    long failed =
        answer.at("results").items().stream()
            .filter(result -> !result.text("outcome").equals("done"))
            .count();
    String project = Visible.of(answer.text("project"));
    call.note(
        Math.max(0, asked - failed)
            + " of "
            + asked
            + " changes of project "
            + project
            + " are done, "
            + failed
            + " are not; 'sentinelzero config rollback --project "
            + project
            + "' goes back, applying again does the rest");
    return ExitCode.FAILED;
  }

  private static Ink ink(String action) {
    return switch (action) {
      case "new" -> Ink.GREEN;
      case "remove" -> Ink.RED;
      case "untouched" -> Ink.DIM;
      default -> Ink.YELLOW;
    };
  }
}
