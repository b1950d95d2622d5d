package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code reset}: forgets the restarts that were counted. */
final class Reset implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "reset",
        "forget the restarts counted so far, and a failure",
        List.of("NAME…", "(-g GROUP | --all)"),
        Syntax.Operands.PROCESSES,
        List.of(Selected.GROUP, Selected.ALL));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    return new Operation(call, "reset").with(Selected.of(call, call.arguments().words())).run();
  }
}
