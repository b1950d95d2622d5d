package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code schedule remove}: takes the schedules of processes away. */
final class ScheduleRemove implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "schedule remove",
            "take the schedules of processes away",
            List.of("NAME…"),
            Syntax.Operands.PROCESSES,
            List.of())
        .noting(
            "A run that goes on is left alone; a process that rests until its next time is\n"
                + "stopped, and start would run it at once.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    for (String name : call.atLeastOne("NAME")) {
      call.api().send(Request.delete(Schedules.path(name)));
      if (!call.json()) {
        call.say(Visible.of(name) + ": schedule removed");
      }
    }
    return ExitCode.DONE;
  }
}
