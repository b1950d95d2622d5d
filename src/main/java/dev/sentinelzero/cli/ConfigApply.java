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
            List.of("[-f FILE]… [--dry-run] [--prune] [--take-over] [--reason TEXT]"),
            Syntax.Operands.WORDS,
            List.of(
                LocalFile.FILE,
                LocalFile.ENV_FILE,
                Option.flag("dry-run", "only show what would change"),
                Applying.PRUNE,
                Applying.TAKE_OVER,
                Applying.REASON))
        .noting(
            "Files of the same project become one document: what a later one says wins.",
            "Files of different projects are applied one after the other.",
            "Each apply that changes something is a revision, see 'config revisions'.",
            "'up' does the same, and starts the daemon if needed.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (call.arguments().has("dry-run")) {
      return new ConfigPlan().run(call);
    }
    List<Json> answers = new ArrayList<>();
    List<LocalFile> files = LocalFile.read(call);
    for (LocalFile file : files) {
      try {
        answers.add(Applying.apply(call, file));
      } catch (Failure e) {
        tell(call, answers);
        throw e;
      }
    }
    return tell(call, answers);
  }

  /** What was done before something failed is told as well. */
  private static int tell(Call call, List<Json> answers) {
    if (call.json()) {
      Json all = together(answers);
      call.print(all);
      return Operation.code(all) == ExitCode.DONE ? ExitCode.DONE : ExitCode.FAILED;
    }
    int code = ExitCode.DONE;
    if (!answers.isEmpty()) {
      Applying.summary(call, answers);
    }
    for (Json answer : answers) {
      int one = Applying.complain(call, answer);
      code = code == ExitCode.DONE ? one : code;
    }
    return code;
  }

  private static Json together(List<Json> answers) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String key : List.of("changes", "policies", "results")) {
      all.put(key, answers.stream().flatMap(one -> one.at(key).items().stream()).toList());
    }
    List<Map<String, Object>> revisions = new ArrayList<>();
    for (Json answer : answers) {
      if (!answer.at("revision").isNull()) {
        Map<String, Object> revision = new LinkedHashMap<>();
        revision.put("project", answer.text("project"));
        revision.put("number", answer.at("revision").whole().orElse(0));
        revisions.add(revision);
      }
    }
    all.put("revisions", revisions);
    return Json.of(all);
  }
}
