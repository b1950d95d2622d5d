package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files, and files within files, as one document. */
class ProcessFilesTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    // What the system gives may be behind symbolic links.
    folder = Files.createDirectory(temporary.toRealPath().resolve("shop"));
  }

  private void write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "version: 1\n" + String.join("\n", lines) + "\n");
  }

  private List<ProcessFiles.Made> read(String... names) throws IOException {
    List<ProcessFiles.Given> given = new ArrayList<>();
    for (String name : names) {
      Path path = folder.resolve(name);
      given.add(new ProcessFiles.Given(name, path, Files.readString(path)));
    }
    return ProcessFiles.read(given, name -> Optional.empty(), Optional.of(Set.of()));
  }

  private List<String> problems(String... names) throws IOException {
    try {
      read(names);
      return List.of();
    } catch (ProblemsException e) {
      return e.problems().stream().map(problem -> problem.describe("?")).toList();
    }
  }

  private Document one(String... names) throws IOException {
    List<ProcessFiles.Made> made = read(names);
    assertThat(made).hasSize(1);
    return made.getFirst().document();
  }

  private static ProcessSpec process(Document document, String name) {
    return document.processes().stream()
        .filter(one -> one.name().value().equals(name))
        .map(Definition::spec)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLaterFileOfTheSameProjectWinsKeyByKey() throws IOException {
    write(
        "a.yaml",
        "policies: { eager: { restart: always, delay: 1s } }",
        "processes:",
        "  web:",
        "    command: [serve, now]",
        "    environment: { A: one, B: two }",
        "    stop: { timeout: 3s, signal: INT }",
        "    policy: eager",
        "  db: { command: keep }");
    write(
        "b.yaml",
        "policies: { eager: { restart: never } }",
        "processes:",
        "  web:",
        "    shell: serve later",
        "    environment: [ B=three, C=four ]",
        "    stop: { timeout: 9s }",
        "    restart: { restart: never }",
        "  mail: { command: send }");

    Document both = one("a.yaml", "b.yaml");

    assertThat(both.processes())
        .extracting(one -> one.name().value())
        .containsExactly("web", "db", "mail");
    ProcessSpec web = process(both, "web");
    assertThat(web.execution().shell()).isTrue();
    assertThat(web.environment().variables())
        .containsEntry("A", new ProcessSpec.Value.Literal("one"))
        .containsEntry("B", new ProcessSpec.Value.Literal("three"))
        .containsEntry("C", new ProcessSpec.Value.Literal("four"));
    assertThat(web.rules().stop().timeout()).hasSeconds(9);
    assertThat(web.rules().stop().signal().name()).isEqualTo("INT");
    assertThat(web.rules().policy()).isInstanceOf(ProcessSpec.PolicyChoice.Inline.class);
    assertThat(both.policies().get("eager")).isEqualTo(PolicyWords.read("{\"restart\":\"never\"}"));
  }

  @Test
  void filesOfDifferentProjectsStayApart() throws IOException {
    write("a.yaml", "project: one", "processes: { a: { command: x } }");
    write("b.yaml", "project: two", "processes: { b: { command: x } }");
    write("c.yaml", "project: one", "processes: { c: { command: x } }");

    assertThat(read("a.yaml", "b.yaml", "c.yaml"))
        .extracting(made -> made.document().project() + " " + made.files())
        .containsExactly("one [a.yaml, c.yaml]", "two [b.yaml]");
  }

  @Test
  void pathsBeginAtTheFolderOfTheFileInWhichTheyStand() throws IOException {
    write(
        "a.yaml",
        "include: [ sub/in.yaml ]",
        "processes:",
        "  own: { command: x, env_file: own.env, depends_on: { watch: started } }");
    write(
        "sub/in.yaml",
        "processes:",
        "  watch: { command: x, env_file: in.env, labels: { directory: as-it-is } }",
        "  deep: { command: x, directory: ../d }");

    Document document = one("a.yaml");

    assertThat(document.project()).isEqualTo("shop");
    assertThat(process(document, "own").execution().directory()).isEqualTo(folder.toString());
    assertThat(process(document, "own").environment().files())
        .containsExactly(folder.resolve("own.env").toString());
    ProcessSpec included = process(document, "watch");
    assertThat(included.execution().directory()).isEqualTo(folder.resolve("sub").toString());
    assertThat(included.environment().files())
        .containsExactly(folder.resolve("sub/in.env").toString());
    assertThat(included.labels()).containsEntry("directory", "as-it-is");
    assertThat(process(document, "deep").execution().directory())
        .isEqualTo(folder.resolve("d").toString());
  }

  @Test
  void aFolderWhoseNameHoldsADollarIsTakenLiterally() throws IOException {
    write("a.yaml", "include: 's$HOME/in.yaml'", "processes: {}");
    write("s$HOME/in.yaml", "processes: { web: { command: x, env_file: v } }");

    ProcessSpec web = process(one("a.yaml"), "web");

    assertThat(web.execution().directory()).isEqualTo(folder.resolve("s$HOME").toString());
    assertThat(web.environment().files()).containsExactly(folder.resolve("s$HOME/v").toString());
  }

  @Test
  void whoIncludesWinsOverWhatIsIncluded() throws IOException {
    write("a.yaml", "include: in.yaml", "processes: { web: { stop: { timeout: 3s } } }");
    write("in.yaml", "processes: { web: { command: x, stop: { timeout: 5s, signal: INT } } }");

    ProcessSpec web = process(one("a.yaml"), "web");

    assertThat(web.rules().stop().timeout()).hasSeconds(3);
    assertThat(web.rules().stop().signal().name()).isEqualTo("INT");
  }

  @Test
  void aProblemIsToldOfTheFileInWhichItIs() throws IOException {
    write("a.yaml", "include: sub/in.yaml", "processes: { web: { comand: x, command: x } }");
    write("sub/in.yaml", "processes:", "  db: { command: x, umask: 27 }");
    write("b.yaml", "processes: { web: { stop: { timeout: 10 } } }");

    assertThat(problems("a.yaml", "b.yaml"))
        .anyMatch(line -> line.startsWith("a.yaml:3:21: processes.web.comand: unknown key"))
        .anyMatch(line -> line.startsWith("sub/in.yaml:3:28: processes.db.umask: "))
        .anyMatch(line -> line.startsWith("b.yaml:2:38: processes.web.stop.timeout: "))
        .hasSize(3);
  }

  @Test
  void filesThatIncludeEachOtherAreToldWithTheirWay() throws IOException {
    write("a.yaml", "include: [ sub/b.yaml ]");
    write("sub/b.yaml", "include: [ ../a.yaml ]");

    assertThat(problems("a.yaml"))
        .containsExactly(
            "sub/b.yaml:2:12: include[0]: files include each other: "
                + "a.yaml → sub/b.yaml → a.yaml");
  }

  @Test
  void aFileThatIsReachedTwiceCountsOnce() throws IOException {
    write("a.yaml", "include: [ b.yaml, c.yaml ]");
    write("b.yaml", "include: d.yaml", "processes: { web: { stop: { timeout: 3s } } }");
    write("c.yaml", "include: d.yaml");
    write("d.yaml", "processes: { web: { command: x, stop: { timeout: 9s } } }");

    assertThat(process(one("a.yaml"), "web").rules().stop().timeout()).hasSeconds(3);
  }

  @Test
  void includingGoesNoDeeperThanEightLevels() throws IOException {
    for (int level = 0; level < 9; level++) {
      write("f" + level + ".yaml", "include: f" + (level + 1) + ".yaml");
    }
    write("f9.yaml", "processes: { web: { command: x } }");

    assertThat(problems("f0.yaml"))
        .singleElement()
        .asString()
        .startsWith(
            "f8.yaml:2:10: include: files are included more than 8 levels deep: f0.yaml → ");
    assertThat(process(one("f1.yaml"), "web").execution().command()).containsExactly("x");
  }

  @Test
  void noMoreThanSixtyFourFilesAreIncluded() throws IOException {
    List<String> names = new ArrayList<>();
    for (int number = 0; number < 65; number++) {
      write("n" + number + ".yaml", "processes: { p" + number + ": { command: x } }");
      names.add("n" + number + ".yaml");
    }
    write("many.yaml", "include: " + names);
    write("enough.yaml", "include: " + names.subList(0, 64));

    assertThat(problems("many.yaml"))
        .singleElement()
        .asString()
        .contains("include[64]: more than 64 files are included");
    assertThat(one("enough.yaml").processes()).hasSize(64);
  }

  @Test
  void linesOfAFileThatWasIncludedByMistakeAreNotRepeated() throws IOException {
    Files.writeString(folder.resolve("key.pem"), "hunter2: [\n\tsecret *word\n");
    Files.writeString(folder.resolve("plain"), "password: hunter2\n");
    write("a.yaml", "include: [ key.pem, plain, nosuch.yaml, '*.yaml', /dev/null ]");

    List<String> problems = problems("a.yaml");

    assertThat(problems).hasSize(5);
    assertThat(String.join("\n", problems))
        .contains("key.pem: is included, but is no process file")
        .contains("plain: is included, but is no process file")
        .contains("nosuch.yaml can't be included: there is no such file")
        .contains("patterns are not known here")
        .contains("this is not a regular file")
        .doesNotContain("hunter2")
        .doesNotContain("secret");
  }

  @Test
  void anIncludedFileIsOfTheSameProject() throws IOException {
    write("a.yaml", "project: shop", "include: [ b.yaml, c.yaml ]");
    write("b.yaml", "project: shop", "processes: { b: { command: x } }");
    write("c.yaml", "project: other", "processes: { c: { command: x } }");

    assertThat(problems("a.yaml"))
        .singleElement()
        .asString()
        .startsWith("c.yaml:2:1: project: is another one");
  }
}
