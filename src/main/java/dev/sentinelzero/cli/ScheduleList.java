package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code schedule list}: what runs at its times. */
final class ScheduleList implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "schedule list", "list the schedules", List.of(""), Syntax.Operands.NONE, List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Json answer = call.api().get("/schedules");
    List<Json> schedules = answer.at("schedules").items();
    if (call.json()) {
      call.print(answer);
    } else if (schedules.isEmpty()) {
      call.note("no schedules yet; 'sentinelzero schedule add NAME --every 1h' makes one");
    } else {
      call.print(table(call, schedules));
    }
    return ExitCode.DONE;
  }

  private static Table table(Call call, List<Json> schedules) {
    Table table = new Table();
    table.column("NAME", 0).column("STATE", 1).column("NEXT", 0).column("OVERLAP", 4);
    table.column("MISFIRE", 5).column("WHEN", 2);
    for (Json one : schedules) {
      String next = Times.next(one.at("next_run_at"), call.now());
      String state = one.text("state");
      String restart = one.text("action").equals("restart") ? "restarted " : "";
      table.row(
          List.of(
              Table.cell(one.text("name"), Ink.BOLD),
              Table.cell(state, Ink.ofState(state)),
              Table.cell(next.isEmpty() ? Schedules.whyNot(one) : next),
              Table.cell(one.at("schedule").text("overlap")),
              Table.cell(one.at("schedule").text("misfire")),
              Table.cell(restart + one.text("description"))));
    }
    return table;
  }
}
