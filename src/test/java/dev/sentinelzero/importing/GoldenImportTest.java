package dev.sentinelzero.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.config.Problem;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.Source;
import dev.sentinelzero.process.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every tool, and what is to become of them: {@code -Dgolden.update=true} writes the
 * expected files anew.
 */
class GoldenImportTest {
  private static final Path ALL = Path.of("src/test/resources/importing").toAbsolutePath();
  private static final String MAIN =
      "supervisord\\.conf|crontab|Procfile|.*\\.plist|.*\\.(service|timer)"
          + "|process-compose\\.ya?ml|(pm2|ecosystem\\.config)\\.(json|yaml)";

  static List<String> cases() throws IOException {
    List<String> cases = new ArrayList<>();
    for (Path tool : sorted(ALL)) {
      for (Path one : sorted(tool)) {
        cases.add(ALL.relativize(one).toString());
      }
    }
    return cases;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  private static Imported read(Path folder) throws IOException {
    List<ImportRequest.Input> inputs = new ArrayList<>();
    for (Path path : sorted(folder)) {
      String name = path.getFileName().toString();
      if (Files.isRegularFile(path) && name.matches(MAIN)) {
        inputs.add(new ImportRequest.Input(name, path));
      }
    }
    Tool tool = Tool.of(folder.getParent().getFileName().toString()).orElseThrow();
    Choices choices = new Choices(Optional.of("production"), false, 4);
    return tool.read(new ImportRequest(inputs, folder, choices));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void becomesWhatIsExpected(String name) throws IOException {
    Path folder = ALL.resolve(name);
    Imported imported = read(folder);
    StringBuilder findings = new StringBuilder();
    imported.findings().forEach(finding -> findings.append(finding.describe()).append('\n'));
    String here = folder.toString();
    Path expected = folder.resolve("expected");
    Golden.compare(expected.resolve("sentinelzero.yaml"), imported.yaml().replace(here, "/HERE"));
    Golden.compare(expected.resolve("findings.txt"), findings.toString().replace(here, "/HERE"));
  }

  /** Keys that other parts of the product are about to read are refused by name until then. */
  @ParameterizedTest
  @MethodSource("cases")
  void isAProcessFile(String name) throws IOException {
    Path folder = ALL.resolve(name);
    Imported imported = read(folder);
    List<String> problems = new ArrayList<>();
    try {
      ProcessFile.read(
          imported.yaml(),
          new Source(folder, variable -> Optional.of("/" + variable), Optional.of("test")));
    } catch (ProblemsException e) {
      e.problems().stream().map(Problem::message).forEach(problems::add);
    }
    assertThat(problems).as(imported.yaml()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tellsNoSecretAndNoLineTwice(String name) throws IOException {
    Imported imported = read(ALL.resolve(name));
    List<String> lines = imported.findings().stream().map(Finding::describe).toList();
    assertThat(lines).doesNotHaveDuplicates();
    String told = String.join("\n", lines) + imported.json().path("unmapped");
    assertThat(told).doesNotContain("hunter2", "do-not-tell", "not to be told", "kkk");
  }
}
