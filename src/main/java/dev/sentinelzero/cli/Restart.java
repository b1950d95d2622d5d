package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code restart}: stops processes and starts them again; starts those that are stopped. */
final class Restart implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "restart",
        "stop and start processes; starts those that are stopped",
        List.of("NAME…", "(-g GROUP | --all)"),
        Syntax.Operands.PROCESSES,
        List.of(Selected.GROUP, Selected.ALL, Operation.TIMEOUT, Operation.NO_WAIT));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    return new Operation(call, "restart").with(Selected.of(call, call.arguments().words())).run();
  }
}
