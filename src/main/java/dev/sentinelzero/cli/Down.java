package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code down}: stops a project, and the daemon when nothing else is left. */
final class Down implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "down",
            "stop a file's project, and the daemon when nothing else is left",
            List.of("[-f FILE]…", "--all"),
            Syntax.Operands.WORDS,
            List.of(
                LocalFile.FILE,
                LocalFile.ENV_FILE,
                Option.flag("all", "everything, whoever defined it")))
        .noting("What it stopped stays stopped until 'up' or 'start'.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    boolean all = call.arguments().has("all");
    if (all && !(call.arguments().all("file").isEmpty() && call.arguments().words().isEmpty())) {
      throw Failure.usage("--all and a file exclude each other", "give one of them");
    }
    List<String> projects = new ArrayList<>();
    if (!all) {
      LocalFile.read(call).forEach(file -> projects.add(file.document().project()));
    }
    int code = all ? stop(call, "all", true) : ExitCode.DONE;
    for (String project : projects) {
      int stopped = stop(call, "project", project);
      code = code == ExitCode.DONE ? stopped : code;
    }
    if (code != ExitCode.DONE) {
      return code;
    }
    if (isAnyWanted(call)) {
      call.note("the daemon goes on: other processes are wanted up");
      return code;
    }
    RunningDaemon.stop(call, false);
    call.note("the daemon has ended");
    return code;
  }

  private static int stop(Call call, String field, Object value)
      throws IOException, InterruptedException {
    return new Operation(call, "stop").with(Map.of(field, value)).run();
  }

  private static boolean isAnyWanted(Call call) throws IOException, InterruptedException {
    return call.api().get("/processes").at("processes").items().stream()
        .anyMatch(one -> one.text("wanted").equals("up"));
  }
}
