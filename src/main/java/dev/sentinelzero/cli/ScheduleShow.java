package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code schedule show}: one schedule in the words of the process file. */
final class ScheduleShow implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "schedule show",
        "show a schedule in the words of the process file",
        List.of("NAME"),
        Syntax.Operands.PROCESSES,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Json answer = call.api().get(Schedules.path(call.only("NAME")));
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    call.say(Schedules.line(answer, call.now()));
    answer
        .at("schedule")
        .fields()
        .forEach((key, value) -> call.say("  " + key + ": " + Visible.of(value.text())));
    String waiting = answer.text("waiting");
    if (!waiting.equals("0")) {
      call.say("  waiting for the present run: " + waiting);
    }
    return ExitCode.DONE;
  }
}
