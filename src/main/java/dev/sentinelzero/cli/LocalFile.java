package dev.sentinelzero.cli;

import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.Problem;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.ProcessFiles;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.importing.Imported;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A process file, read here because paths, variables and policies are those of whoever applies it.
 *
 * @param names how the user named it; several where files of one project became one document
 * @param document what it says
 */
record LocalFile(List<String> names, Document document) {
  static final Option FILE =
      Option.valued('f', "file", "FILE", "the process file (sentinelzero.yaml)").repeated();
  static final Option ENV_FILE =
      Option.valued("env-file", "FILE", "variables for ${NAME}, before the environment's");
  private static final List<String> USUAL = List.of("sentinelzero.yaml", "sentinelzero.yml");

  /** Files that could be read; or what is wrong with them. */
  record Loaded(List<LocalFile> files, List<Problem> problems) {}

  /** Its names, for messages. */
  String shown() {
    return String.join(", ", names);
  }

  /** The document as the API takes it. */
  Json json() {
    return Json.parse(String.valueOf(SpecWriter.document(document)));
  }

  /**
   * Reads the files that the command line names.
   *
   * @throws Failure when one is missing, and with all problems when there are any
   */
  static List<LocalFile> read(Call call) throws IOException, InterruptedException {
    Loaded loaded = load(call, true);
    if (!loaded.problems().isEmpty()) {
      throw refused(call, loaded.problems());
    }
    return loaded.files();
  }

  /**
   * Reads the files that the command line names, with their problems.
   *
   * @param lenient whether a policy that only the daemon can know of passes while it isn't running
   */
  static Loaded load(Call call, boolean lenient) throws IOException, InterruptedException {
    Map<String, String> variables = variables(call);
    Optional<Set<String>> policies = policies(call);
    if (!lenient) {
      policies = Optional.of(policies.orElse(Set.of()));
    }
    List<ProcessFiles.Given> given = new ArrayList<>();
    for (String name : names(call)) {
      Path path = call.path(name);
      Optional<Imported> foreign = ForeignFile.onTheFly(call, name);
      String text = foreign.isPresent() ? foreign.get().yaml() : text(path, name);
      given.add(new ProcessFiles.Given(name, path.toRealPath(), text));
    }
    try {
      List<ProcessFiles.Made> made =
          ProcessFiles.read(given, name -> Optional.ofNullable(variables.get(name)), policies);
      return new Loaded(
          made.stream().map(one -> new LocalFile(one.files(), one.document())).toList(), List.of());
    } catch (ProblemsException e) {
      return new Loaded(List.of(), e.problems());
    }
  }

  /** The names of the files that the command line means. */
  static List<String> names(Call call) {
    List<String> given = new ArrayList<>(call.arguments().all("file"));
    given.addAll(call.arguments().words());
    if (!given.isEmpty()) {
      return given;
    }
    for (String name : USUAL) {
      if (Files.exists(call.path(name))) {
        return List.of(name);
      }
    }
    String hint =
        ForeignFile.offered(call)
            .map(name -> "'sentinelzero up -f " + name + "' runs the " + name + " that is there")
            .orElse("name a process file with -f, or write one with 'sentinelzero config init'");
    throw Failure.usage(
        "there is no sentinelzero.yaml in " + call.surroundings().workingDirectory(), hint);
  }

  /** The policies that the daemon keeps; absent when it isn't running. */
  private static Optional<Set<String>> policies(Call call)
      throws IOException, InterruptedException {
    if (call.server().isEmpty() && call.home().socket().isEmpty()) {
      return Optional.empty();
    }
    try {
      Set<String> names = new TreeSet<>();
      for (Json policy : call.api().get("/policies").at("policies").items()) {
        names.add(policy.text("name"));
      }
      return Optional.of(names);
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  private static String text(Path path, String name) throws IOException {
    if (!Files.exists(path)) {
      throw Failure.usage(
          "there is no file " + Visible.of(name), "'sentinelzero config init' writes an example");
    }
    if (Files.isDirectory(path)) {
      throw Failure.usage(Visible.of(name) + " is a directory", "name the process file in it");
    }
    try {
      return Files.readString(path);
    } catch (MalformedInputException e) {
      throw Failure.usage(Visible.of(name) + " is not a UTF-8 text", "");
    }
  }

  private static Map<String, String> variables(Call call) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(call.surroundings().environment());
    Optional<String> file = call.arguments().text("env-file");
    if (file.isPresent()) {
      variables.putAll(EnvironmentFile.read(text(call.path(file.get()), file.get()), file.get()));
    }
    return variables;
  }

  /** All problems of all files, one a line, as the failure of the verb. */
  static Failure refused(Call call, List<Problem> problems) {
    if (call.json()) {
      call.print(Json.of(Map.of("problems", list(problems))));
    }
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.add(Visible.of(problem.describe("the process file")));
    }
    return Failure.usage(String.join("\n", lines), "nothing was changed; mend the file");
  }

  /** The problems as JSON. */
  static List<Map<String, Object>> list(List<Problem> problems) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("file", problem.place().file());
      one.put("line", problem.line());
      one.put("column", problem.column());
      one.put("path", problem.path());
      one.put("message", problem.message());
      one.put("suggestion", problem.suggestion().orElse(null));
      list.add(one);
    }
    return list;
  }
}
