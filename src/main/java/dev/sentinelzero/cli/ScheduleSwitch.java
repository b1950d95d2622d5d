package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code schedule enable} and {@code schedule disable}: whether schedules count. */
final class ScheduleSwitch implements Verb {
  private final boolean on;

  ScheduleSwitch(boolean on) {
    this.on = on;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of(
            on ? "schedule enable" : "schedule disable",
            on ? "let schedules count again, from now on" : "let schedules not count for a while",
            List.of("NAME…"),
            Syntax.Operands.PROCESSES,
            List.of())
        .noting(
            on
                ? "Times that passed meanwhile are not made up for."
                : "A run that goes on is left alone; what waits for its end is dropped.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    return Schedules.operate(call, on ? "enable" : "disable", call.atLeastOne("NAME"));
  }
}
