package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code restart}: stops processes and starts them again; starts those that are stopped. */
final class Restart implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "restart",
            "stop and start processes; starts those that are stopped",
            List.of(
                "NAME…",
                "(-g GROUP | --all)",
                "(NAME… | -g GROUP | --all) --rolling [--max-unavailable N]"),
            Syntax.Operands.PROCESSES,
            List.of(
                Selected.GROUP,
                Selected.ALL,
                Option.flag("rolling", "one after the other, each when the one before is up"),
                Option.valued("max-unavailable", "N", "with --rolling: so many at a time (1)"),
                Operation.TIMEOUT,
                Operation.NO_WAIT))
        .noting(
            "With --rolling the next ones are restarted only when those before are up again:\n"
                + "ready, where a probe tells, else settled. When one does not come up, the rest is\n"
                + "left running as it was, and the exit code is 1.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Operation restart =
        new Operation(call, "restart").with(Selected.of(call, call.arguments().words()));
    Optional<Integer> atOnce = call.arguments().count("max-unavailable");
    if (!call.arguments().has("rolling")) {
      if (atOnce.isPresent()) {
        throw Failure.usage("--max-unavailable goes with --rolling", "");
      }
      return restart.run();
    }
    return restart.with("rolling", Optional.of(true)).with("max_unavailable", atOnce).run();
  }
}
