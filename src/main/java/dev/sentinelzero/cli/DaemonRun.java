package dev.sentinelzero.cli;

import java.util.List;

/** {@code daemon}: runs the daemon in the foreground. */
final class DaemonRun implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "daemon",
            "run the daemon in the foreground until TERM or Ctrl-C",
            List.of(
                "[--keep-processes-on-exit] [--log-format human|json]",
                "restart",
                "stop [--keep-processes]"),
            Syntax.Operands.NONE,
            List.of(
                Option.flag("keep-processes-on-exit", "leave the processes running at its end"),
                Option.valued("log-format", "human|json", "of its own log")))
        .noting("This is what launchd, systemd and Docker run. 'up' starts it in the background.");
  }

  @Override
  public int run(Call call) {
    Arguments arguments = call.arguments();
    String format = arguments.text("log-format").orElse("");
    if (!List.of("", "human", "json").contains(format)) {
      throw Failure.usage("--log-format is human or json", "");
    }
    if (arguments.has("server")) {
      throw Failure.usage("a daemon can't be started on another machine", "");
    }
    Ports.DaemonOptions options =
        new Ports.DaemonOptions(
            arguments.has("keep-processes-on-exit"),
            format,
            arguments.text("log-level").orElse(""));
    return call.surroundings().ports().daemon().run(call.home().folder(), options);
  }
}
