package dev.sentinelzero.cli;

import dev.sentinelzero.importing.Choices;
import dev.sentinelzero.importing.Ecosystem;
import dev.sentinelzero.importing.Finding;
import dev.sentinelzero.importing.ImportException;
import dev.sentinelzero.importing.ImportRequest;
import dev.sentinelzero.importing.Imported;
import dev.sentinelzero.importing.Tool;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files of other tools, made into process files. */
final class ForeignFile {
  /** What is offered where there is no process file, best first. */
  private static final List<String> OFFERED =
      List.of("Procfile", "process-compose.yaml", "process-compose.yml", "supervisord.conf");

  private static final int SHORT_ENOUGH = 4 << 20;

  private ForeignFile() {}

  /** A file of another tool in the working directory, by its name. */
  static Optional<String> offered(Call call) {
    return OFFERED.stream().filter(name -> Files.isRegularFile(call.path(name))).findFirst();
  }

  /**
   * Imports a file where it is one of another tool, and tells what was left out.
   *
   * @return empty when it is a process file, or not there
   */
  static Optional<Imported> onTheFly(Call call, String name)
      throws IOException, InterruptedException {
    Path path = call.path(name);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    Optional<Tool> tool = Tool.recognise(path.getFileName().toString(), text(path));
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    ImportRequest.Input input = input(call, name);
    Path folder = Optional.ofNullable(input.path().getParent()).orElse(input.path());
    Imported imported = read(call, tool.get(), new ImportRequest(List.of(input), folder, usual()));
    tell(call, imported);
    return Optional.of(imported);
  }

  private static Choices usual() {
    return new Choices(Optional.empty(), false, Runtime.getRuntime().availableProcessors());
  }

  /** What a file says, as far as its name doesn't tell what it is. */
  private static String text(Path path) throws IOException {
    String lower = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!lower.matches(".*\\.(conf|ini|json)") || Files.size(path) > SHORT_ENOUGH) {
      return "";
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  /** A file as the user named it, in the real folder that it lies in. */
  static ImportRequest.Input input(Call call, String name) throws IOException {
    Path path = call.path(name);
    Path parent = path.getParent();
    if (!Files.exists(path) || parent == null) {
      throw Failure.usage("there is no file " + Visible.of(name), "");
    }
    return new ImportRequest.Input(name, parent.toRealPath().resolve(path.getFileName()));
  }

  /**
   * Imports files.
   *
   * @throws Failure when one of them can't be understood
   */
  static Imported read(Call call, Tool tool, ImportRequest request)
      throws IOException, InterruptedException {
    try {
      Path first = request.inputs().getFirst().path();
      boolean program = first.toString().matches(".*\\.[cm]?js");
      if (tool == Tool.PM2 && program && call.arguments().has("allow-exec")) {
        return Ecosystem.read(request, NodeProgram.evaluate(call, first));
      }
      return tool.read(request);
    } catch (ImportException e) {
      throw Failure.usage(Visible.of(String.valueOf(e.getMessage())), "");
    }
  }

  /** Says on standard error what was left out or works in another way. */
  static void tell(Call call, Imported imported) {
    for (Finding finding : imported.findings()) {
      call.note(Visible.of(finding.describe()));
    }
  }

  /** The files that operands mean: those of a folder are its units or property lists. */
  static List<String> expanded(Call call, Tool tool, List<String> names) throws IOException {
    List<String> all = new ArrayList<>();
    String wanted =
        switch (tool) {
          case SYSTEMD -> "*.{service,timer}";
          case LAUNCHD -> "*.plist";
          default -> "";
        };
    for (String name : names) {
      if (wanted.isEmpty() || !Files.isDirectory(call.path(name))) {
        all.add(name);
        continue;
      }
      List<String> inside = new ArrayList<>();
      try (var stream = Files.newDirectoryStream(call.path(name), wanted)) {
        stream.forEach(path -> inside.add(Path.of(name).resolve(path.getFileName()).toString()));
      }
      inside.stream().sorted().forEach(all::add);
    }
    return all;
  }
}
