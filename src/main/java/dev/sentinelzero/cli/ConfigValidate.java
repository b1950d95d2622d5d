package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code config validate}: finds everything that is wrong with a process file. */
final class ConfigValidate implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "config validate",
        "find everything that is wrong with a process file",
        List.of("[-f FILE]…"),
        Syntax.Operands.WORDS,
        List.of(LocalFile.FILE, LocalFile.ENV_FILE));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    LocalFile.Loaded loaded = LocalFile.load(call, false);
    if (!loaded.problems().isEmpty()) {
      throw LocalFile.refused(call, loaded.problems());
    }
    if (call.json()) {
      call.print(Json.of(Map.of("problems", List.of())));
      return ExitCode.DONE;
    }
    for (LocalFile file : loaded.files()) {
      int count = file.document().processes().size();
      String processes = count == 1 ? "1 process" : count + " processes";
      String project = file.document().project();
      call.say(Visible.of(file.shown()) + ": good; " + processes + " of project " + project);
    }
    return ExitCode.DONE;
  }
}
