package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code schedule run}: runs what has a schedule now. */
final class ScheduleRun implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "schedule run",
            "run what has a schedule now",
            List.of("NAME… [--no-wait]"),
            Syntax.Operands.PROCESSES,
            List.of(Operation.NO_WAIT))
        .noting(
            "Answers when the run has begun. While another run goes on, the overlap rule\n"
                + "decides; with skip it is refused.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    return Schedules.operate(call, "run", call.atLeastOne("NAME"));
  }
}
