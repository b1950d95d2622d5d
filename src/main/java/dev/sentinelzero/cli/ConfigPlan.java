package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code config plan}: shows what applying a process file would change. */
final class ConfigPlan implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config plan",
            "show what applying a process file would change, and why",
            List.of("[-f FILE]… [--prune] [--take-over]"),
            Syntax.Operands.WORDS,
            List.of(LocalFile.FILE, LocalFile.ENV_FILE, Applying.PRUNE, Applying.TAKE_OVER))
        .noting("Values of environment variables are not shown.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<Json> plans = new ArrayList<>();
    for (LocalFile file : LocalFile.read(call)) {
      plans.add(Applying.plan(call, file));
    }
    if (call.json()) {
      call.print(together(plans));
    } else {
      Applying.details(call, plans);
    }
    return ExitCode.DONE;
  }

  private static Json together(List<Json> plans) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String key : List.of("changes", "policies")) {
      all.put(key, plans.stream().flatMap(plan -> plan.at(key).items().stream()).toList());
    }
    return Json.of(all);
  }
}
