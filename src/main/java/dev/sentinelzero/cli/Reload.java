package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code reload}: has processes read their configuration again. */
final class Reload implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "reload",
        "have processes read their configuration again, by their 'reload:' rule",
        List.of("NAME…", "(-g GROUP | --all)"),
        Syntax.Operands.PROCESSES,
        List.of(Selected.GROUP, Selected.ALL, Operation.TIMEOUT, Operation.NO_WAIT));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    return new Operation(call, "reload").with(Selected.of(call, call.arguments().words())).run();
  }
}
