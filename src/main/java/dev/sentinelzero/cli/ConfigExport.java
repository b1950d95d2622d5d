package dev.sentinelzero.cli;

import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import java.io.IOException;
import java.util.List;

/** {@code config export}: writes what is defined as a process file. */
final class ConfigExport implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "config export",
        "write what is defined as a process file",
        List.of("[--project P]"),
        Syntax.Operands.NONE,
        List.of(Option.valued("project", "P", "only what this project owns")));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Query query = new Query("/config/export").with("project", call.arguments().text("project"));
    Json answer = call.api().get(query.toString());
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    Document document = ProcessFile.readResolved(answer.toString());
    call.print(SpecWriter.yaml(document));
    return ExitCode.DONE;
  }
}
