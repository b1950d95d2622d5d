package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code daemon restart}: puts a new daemon in the place of the old; processes go on. */
final class DaemonRestart implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "daemon restart",
        "put a new daemon in the place of the old; the processes go on",
        List.of(""),
        Syntax.Operands.NONE,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (!call.server().isEmpty()) {
      throw Failure.usage("a daemon can't be restarted from another machine", "");
    }
    RunningDaemon.stop(call, true);
    BackgroundDaemon.ensure(call);
    Json system = call.api().get("/system");
    if (call.json()) {
      call.print(system);
    } else {
      call.say("the daemon runs again (pid " + system.text("pid") + "); its processes went on");
    }
    return ExitCode.DONE;
  }
}
