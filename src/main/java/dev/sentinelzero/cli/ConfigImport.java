package dev.sentinelzero.cli;

import dev.sentinelzero.importing.Choices;
import dev.sentinelzero.importing.ImportRequest;
import dev.sentinelzero.importing.Imported;
import dev.sentinelzero.importing.Tool;
import dev.sentinelzero.units.Suggestion;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code config import}: makes a process file of what another tool is configured with. */
final class ConfigImport implements Verb {
  private static final String TOOLS = String.join("|", Tool.words());

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config import",
            "make a process file of another tool's configuration",
            List.of("--from TOOL [-o FILE] FILE…"),
            Syntax.Operands.WORDS,
            List.of(
                Option.valued("from", "TOOL", "one of " + String.join(", ", Tool.words())),
                Option.valued('o', "output", "FILE", "write there, not to standard output"),
                Option.flag("force", "write over a file that exists"),
                Option.valued("env", "NAME", "pm2: take the variables of env_NAME too"),
                Option.flag("system", "crontab: there is a column for the user"),
                Option.flag("allow-exec", "pm2: run a .js file with node to learn what it says")))
        .noting(
            "What can't be kept or works in another way is told on standard error.",
            "For systemd and launchd FILE may also be a folder.",
            "'up -f Procfile' and the like run such files without writing a process file.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Tool tool = tool(call);
    List<String> names = ForeignFile.expanded(call, tool, call.atLeastOne("FILE"));
    if (names.isEmpty()) {
      throw Failure.usage("there is no file for " + tool.word() + " in that folder", "");
    }
    List<ImportRequest.Input> inputs = new ArrayList<>();
    for (String name : names) {
      inputs.add(ForeignFile.input(call, name));
    }
    Optional<String> output = call.arguments().text("output");
    Choices choices =
        new Choices(
            call.arguments().text("env"),
            call.arguments().has("system"),
            Runtime.getRuntime().availableProcessors());
    Imported imported =
        ForeignFile.read(call, tool, new ImportRequest(inputs, target(call, output), choices));
    if (output.isPresent()) {
      write(call, output.get(), imported);
    }
    if (call.json()) {
      call.print(Json.parse(imported.jsonText()));
      return ExitCode.DONE;
    }
    if (output.isEmpty()) {
      call.print(imported.yaml());
    }
    ForeignFile.tell(call, imported);
    output.ifPresent(
        name -> call.note("next: 'sentinelzero config plan -f " + Visible.of(name) + "'"));
    return ExitCode.DONE;
  }

  private static Tool tool(Call call) {
    Optional<String> word = call.arguments().text("from");
    if (word.isEmpty()) {
      throw Failure.usage("--from is missing", "it is one of " + TOOLS);
    }
    return Tool.of(word.get())
        .orElseThrow(
            () ->
                Failure.usage(
                    "'" + Visible.of(word.get()) + "' can't be imported from",
                    Suggestion.nearest(word.get(), Tool.words())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("--from is one of " + TOOLS)));
  }

  /** The folder that relative paths of the process file will start from. */
  private static Path target(Call call, Optional<String> output) throws IOException {
    Path file = call.path(output.orElse("sentinelzero.yaml"));
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    if (!Files.isDirectory(folder)) {
      throw Failure.usage("there is no folder " + Visible.of(folder.toString()), "");
    }
    return folder.toRealPath();
  }

  private static void write(Call call, String name, Imported imported) throws IOException {
    OpenOption[] options =
        call.arguments().has("force")
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(call.path(name), imported.yaml(), options);
    } catch (FileAlreadyExistsException e) {
      throw Failure.of(
          ExitCode.CONFLICT,
          Visible.of(name) + " exists, and is left as it is",
          "name another file, or write over it with --force");
    }
    call.note("wrote " + Visible.of(name));
  }
}
