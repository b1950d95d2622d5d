package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code stop}: ends processes with everything they started. */
final class Stop implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "stop",
            "stop processes; done when nothing of them is left",
            List.of("NAME… [-t 30s] [--force]", "(-g GROUP | --all) [-t 30s] [--force]"),
            Syntax.Operands.PROCESSES,
            List.of(
                Option.valued('t', "timeout", "D", "time to end before SIGKILL"),
                Option.flag("force", "SIGKILL at once"),
                Selected.GROUP,
                Selected.ALL,
                Operation.NO_WAIT))
        .noting("A process stopped by hand stays stopped when the daemon or the machine restarts.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Arguments arguments = call.arguments();
    return new Operation(call, "stop")
        .with(Selected.of(call, arguments.words()))
        .with("timeout", arguments.duration("timeout").map(Operation::text))
        .with("force", Optional.of(arguments.has("force")).filter(force -> force))
        .run(Optional.empty());
  }
}
