package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code up}: starts the daemon if needed, and applies a process file. */
final class Up implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "up",
            "start the daemon if needed, and apply a process file",
            List.of("[-f FILE]… [--attach]"),
            Syntax.Operands.WORDS,
            List.of(
                LocalFile.FILE,
                LocalFile.ENV_FILE,
                Option.flag("attach", "follow all logs then, until Ctrl-C"),
                Applying.PRUNE,
                Applying.TAKE_OVER,
                Applying.REASON))
        .noting("Nothing that did not change is touched: 'up' can be run again at any time.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<LocalFile> files = LocalFile.read(call);
    boolean started = BackgroundDaemon.ensure(call);
    if (started) {
      call.note("started the daemon in " + call.home().folder());
    }
    int code = ExitCode.DONE;
    for (LocalFile file : files) {
      Json answer = Applying.apply(call, file);
      int applied = call.json() ? json(call, answer) : Applying.complain(call, answer);
      code = code == ExitCode.DONE ? applied : code;
    }
    List<Json> processes = processes(call, files);
    if (!call.json()) {
      call.print(StatusTable.of(processes, false, call.now()));
      call.note(
          "next: 'sentinelzero logs -f' follows the output, 'sentinelzero why NAME' explains");
    }
    if (call.arguments().has("attach") && code == ExitCode.DONE) {
      return Logs.follow(call, processes.stream().map(one -> one.text("name")).toList());
    }
    return code;
  }

  private static int json(Call call, Json answer) {
    call.print(answer);
    return Operation.code(answer);
  }

  private static List<Json> processes(Call call, List<LocalFile> files)
      throws IOException, InterruptedException {
    List<Json> all = new ArrayList<>();
    for (LocalFile file : files) {
      String target = new Query("/processes").with("project", file.document().project()).toString();
      all.addAll(call.api().get(target).at("processes").items());
    }
    return all;
  }
}
