package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code config apply}: brings a process file about. */
final class ConfigApply implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config apply",
            "bring a process file about; nothing that did not change is touched",
            List.of("[-f FILE]… [--dry-run] [--prune] [--take-over]"),
            Syntax.Operands.WORDS,
            List.of(
                LocalFile.FILE,
                LocalFile.ENV_FILE,
                Option.flag("dry-run", "only show what would change"),
                Applying.PRUNE,
                Applying.TAKE_OVER))
        .noting("'up' does the same, and starts the daemon if needed.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (call.arguments().has("dry-run")) {
      return new ConfigPlan().run(call);
    }
    List<Json> changes = new ArrayList<>();
    List<Json> results = new ArrayList<>();
    for (LocalFile file : LocalFile.read(call)) {
      Json answer = Applying.apply(call, file);
      changes.addAll(answer.at("changes").items());
      results.addAll(answer.at("results").items());
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("changes", changes);
    all.put("results", results);
    Json answer = Json.of(all);
    if (call.json()) {
      call.print(answer);
      return Operation.code(answer);
    }
    call.print(Applying.table(changes));
    return Operation.complain(call, "start", answer);
  }
}
