package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code wait}: returns once processes are in a state. */
final class Wait implements Verb {
  private static final List<String> GOALS = List.of("running", "ready", "stopped", "completed");
  private static final Duration FOREVER = Duration.ofDays(365);

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "wait",
            "wait until processes are running, ready, stopped or completed",
            List.of("NAME… [--for running|ready|stopped|completed] [-t D]"),
            Syntax.Operands.PROCESSES,
            List.of(
                Option.valued("for", "STATE", "what to wait for (running)"),
                Option.valued('t', "timeout", "D", "give up after this, with exit code 7"),
                Selected.GROUP,
                Selected.ALL))
        .noting("Without -t it waits as long as it takes.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String goal = call.arguments().text("for").orElse("running");
    if (!GOALS.contains(goal)) {
      throw Failure.usage(
          "'" + Visible.of(goal) + "' can't be waited for",
          "write --for " + String.join("|", GOALS));
    }
    Operation operation =
        new Operation(call, "wait")
            .with(Selected.of(call, call.arguments().words()))
            .with("for", Optional.of(goal));
    Duration limit = call.arguments().duration("timeout").orElse(FOREVER);
    return Operation.report(call, "wait", operation.send(Optional.of(limit)));
  }
}
