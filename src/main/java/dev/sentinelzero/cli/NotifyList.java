package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code notify list}: who is told of what, and whether it arrives. */
final class NotifyList implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "notify list",
        "show who is told when something goes wrong, and whether it arrives",
        List.of(""),
        Syntax.Operands.NONE,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Json answer = call.api().get("/notifications");
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    Table table =
        new Table()
            .column("TARGET", 0)
            .column("BY", 0)
            .column("ON", 2)
            .column("WAITING", 1)
            .column("DELIVERED", 1)
            .column("FAILURE", 0);
    for (Json target : answer.at("targets").items()) {
      List<String> on = target.at("on").items().stream().map(Json::text).toList();
      table.row(
          List.of(
              Table.cell(target.text("target"), Ink.BOLD),
              Table.cell(target.text("by")),
              Table.cell(String.join(",", on)),
              Table.cell(target.text("waiting")),
              Table.cell(StatusTable.orDash(target.text("delivered_at"))),
              Table.cell(StatusTable.orDash(Visible.of(target.text("failure"))))));
    }
    call.print(table);
    return ExitCode.DONE;
  }
}
