package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans and applies process files through the API. */
final class Applying {
  static final Option PRUNE =
      Option.flag("prune", "remove processes of the project that the file leaves out");
  static final Option TAKE_OVER =
      Option.flag("take-over", "take processes over from the project that owns them");

  private Applying() {}

  /** Has the daemon bring a file about; answers once its effect has happened. */
  static Json apply(Call call, LocalFile file) throws IOException, InterruptedException {
    String target =
        new Query("/config/apply").with("wait", Operation.text(Operation.LONG)).toString();
    try (Progress progress = Progress.of(call, "applying " + Visible.of(file.shown()))) {
      return call.api()
          .send(Request.with("POST", target, body(call, file)).waiting(Operation.LONG));
    }
  }

  /** Has the daemon say what applying a file would change. */
  static Json plan(Call call, LocalFile file) throws IOException, InterruptedException {
    return call.api().send(Request.with("POST", "/config/plan", body(call, file)));
  }

  private static Json body(Call call, LocalFile file) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("document", file.json());
    body.put("prune", call.arguments().has("prune"));
    body.put("take_over", call.arguments().has("take-over"));
    return Json.of(body);
  }

  /** Changes as a table. */
  static Table table(List<Json> changes) {
    Table table = new Table();
    table.column("NAME", 0).column("ACTION", 0).column("FIELDS", 2).column("WHY", 1);
    for (Json change : changes) {
      List<String> fields = change.at("fields").items().stream().map(Json::text).toList();
      String action = change.text("action");
      table.row(
          List.of(
              Table.cell(change.text("name"), Ink.BOLD),
              Table.cell(action, ink(action)),
              Table.cell(StatusTable.orDash(String.join(" ", fields))),
              Table.cell(change.text("reason"))));
    }
    return table;
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
