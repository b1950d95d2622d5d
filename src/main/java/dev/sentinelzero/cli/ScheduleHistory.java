package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code schedule history}: what became of planned runs. */
final class ScheduleHistory implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "schedule history",
            "show what became of planned runs",
            List.of("NAME [--limit N]"),
            Syntax.Operands.PROCESSES,
            List.of(Option.valued("limit", "N", "at most so many, the latest (20)")))
        .noting(
            "Outcomes: queued running succeeded failed stopped skipped missed.\n"
                + "Triggers: schedule, misfire (made up for later), manual, beside (next to a run).");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String target =
        new Query(Schedules.path(call.only("NAME")) + "/history")
            .with("limit", call.arguments().count("limit").orElse(20).toString())
            .toString();
    Json answer = call.api().get(target);
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    List<Json> runs = answer.at("runs").items();
    if (runs.isEmpty()) {
      call.note("it has not been due yet");
      return ExitCode.DONE;
    }
    call.print(table(runs));
    return ExitCode.DONE;
  }

  private static Table table(List<Json> runs) {
    Table table = new Table();
    table.column("PLANNED", 0).column("STARTED", 4).figures("TOOK", 3).column("TRIGGER", 2);
    table.column("OUTCOME", 0).column("EXIT", 1).column("WHY", 2);
    for (Json run : runs) {
      String outcome = run.text("outcome");
      table.row(
          List.of(
              Table.cell(run.text("planned_at")),
              Table.cell(StatusTable.orDash(run.text("started_at"))),
              Table.cell(took(run)),
              Table.cell(run.text("trigger")),
              Table.cell(outcome, ink(outcome)),
              Table.cell(StatusTable.orDash(Exits.brief(run.at("exit")))),
              Table.cell(run.text("reason"))));
    }
    return table;
  }

  private static String took(Json run) {
    Optional<Instant> began = Times.in(run.at("started_at"));
    Optional<Instant> ended = Times.in(run.at("ended_at"));
    return began.isPresent() && ended.isPresent()
        ? dev.sentinelzero.units.Durations.brief(Duration.between(began.get(), ended.get()))
        : "-";
  }

  private static Ink ink(String outcome) {
    return switch (outcome) {
      case "succeeded" -> Ink.GREEN;
      case "failed" -> Ink.RED;
      case "running" -> Ink.BLUE;
      default -> Ink.YELLOW;
    };
  }
}
