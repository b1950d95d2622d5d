package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code config plan}: shows what applying a process file would change. */
final class ConfigPlan implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "config plan",
        "show what applying a process file would change",
        List.of("[-f FILE]… [--prune] [--take-over]"),
        Syntax.Operands.WORDS,
        List.of(LocalFile.FILE, LocalFile.ENV_FILE, Applying.PRUNE, Applying.TAKE_OVER));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<Json> changes = new ArrayList<>();
    for (LocalFile file : LocalFile.read(call)) {
      changes.addAll(Applying.plan(call, file).at("changes").items());
    }
    if (call.json()) {
      call.print(Json.of(Map.of("changes", changes)));
    } else {
      call.print(Applying.table(changes));
    }
    return ExitCode.DONE;
  }
}
