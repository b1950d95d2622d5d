package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** The runs of a process. */
final class History {
  private History() {}

  static int show(Call call, String name) throws IOException, InterruptedException {
    String limit = call.arguments().count("limit").orElse(20).toString();
    String target = new Query(Request.process(name) + "/runs").with("limit", limit).toString();
    Json answer = call.api().get(target);
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    Table table = new Table();
    table.column("RUN", 3).column("STARTED", 0).column("ENDED", 4).figures("UP", 1);
    table.column("EXIT", 0).column("WHY", 2);
    for (Json run : answer.at("runs").items()) {
      boolean over = !run.at("ended_at").isNull();
      table.row(
          List.of(
              Table.cell(run.text("run")),
              Table.cell(run.text("started_at")),
              Table.cell(over ? run.text("ended_at") : "-"),
              Table.cell(Times.seconds(run.at("up_seconds"))),
              Table.cell(over ? StatusTable.orDash(Exits.brief(run.at("exit"))) : "-"),
              Table.cell(run.text("reason"))));
    }
    call.print(table);
    return ExitCode.DONE;
  }
}
