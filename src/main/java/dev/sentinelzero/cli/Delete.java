package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code delete}: forgets processes. */
final class Delete implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "delete",
        "forget processes; their logs and their history are kept",
        List.of("NAME… [--force]", "(-g GROUP | --all) [--force]"),
        Syntax.Operands.PROCESSES,
        List.of(
            Option.flag("force", "stop those that run; else they are refused"),
            Selected.GROUP,
            Selected.ALL,
            Operation.TIMEOUT,
            Operation.NO_WAIT));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    boolean force = call.arguments().has("force");
    return new Operation(call, "delete")
        .with(Selected.of(call, call.arguments().words()))
        .with("force", Optional.of(force).filter(forced -> forced))
        .run();
  }
}
