package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code daemon stop}: ends the daemon. */
final class DaemonStop implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "daemon stop",
        "stop all processes and end the daemon",
        List.of("[--keep-processes]"),
        Syntax.Operands.NONE,
        List.of(Option.flag("keep-processes", "leave them running, for the next daemon")));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    RunningDaemon.stop(call, call.arguments().has("keep-processes"));
    call.note("the daemon has ended");
    return ExitCode.DONE;
  }
}
