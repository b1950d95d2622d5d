package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that read files of other tools, and those that show a process file; no daemon runs. */
class ConfigImportTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    Files.writeString(shell.work.resolve("Procfile"), "web: sleep 1000\nrelease: true\n");
    Files.writeString(
        shell.work.resolve("supervisord.conf"),
        "[program:web]\ncommand=sleep 1000\nautostart=false\n[unix_http_server]\nfile=/x\n");
    Files.writeString(
        shell.work.resolve("ecosystem.config.js"),
        "module.exports = { apps: [{ name: 'api', script: 'api.js', cwd: '/srv' }] };\n");
    Files.writeString(
        shell.work.resolve("stack.yaml"),
        """
        version: 1
        project: stack
        processes:
          db: { command: sleep 1000 }
          web: { command: sleep 1000, depends_on: { db: ready } }
        """);
  }

  @AfterEach
  void end() {
    shell.close();
  }

  private Shell.Result done(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.status()).as("%s%n%s", result.out(), result.err()).isZero();
    return result;
  }

  private Shell.Result refused(int status, String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.status()).as("%s%n%s", result.out(), result.err()).isEqualTo(status);
    assertThat(result.err()).contains("error: ");
    return result;
  }

  @Test
  void aProcfileBecomesAProcessFileOnStandardOutput() {
    Shell.Result result = done("config", "import", "--from", "procfile", "Procfile");
    assertThat(result.out()).contains("version: 1").contains("web:").contains("release:");
  }

  @Test
  void whatCannotBeMappedIsToldWithItsLine() {
    Shell.Result result = done("config", "import", "--from", "supervisord", "supervisord.conf");
    assertThat(result.err()).contains("supervisord.conf:3").contains("autostart");
    Shell.Result json =
        done("config", "import", "--from", "supervisord", "supervisord.conf", "--format", "json");
    assertThat(json.out()).contains("\"document\"").contains("\"unmapped\"").contains("autostart");
  }

  @Test
  void aFileThatIsThereIsOverwrittenByForceOnly() throws IOException {
    done("config", "import", "--from", "procfile", "-o", "out.yaml", "Procfile");
    Path written = shell.work.resolve("out.yaml");
    Files.writeString(written, "mine");
    refused(5, "config", "import", "--from", "procfile", "-o", "out.yaml", "Procfile");
    assertThat(written).hasContent("mine");
    done("config", "import", "--from", "procfile", "-o", "out.yaml", "--force", "Procfile");
    assertThat(Files.readString(written)).contains("web:");
  }

  @Test
  void aProgramIsRunOnlyWhereThatIsAllowed() {
    Shell.Result refused = refused(2, "config", "import", "--from", "pm2", "ecosystem.config.js");
    assertThat(refused.err()).contains("--allow-exec");
    Shell.Result result =
        done("config", "import", "--from", "pm2", "--allow-exec", "ecosystem.config.js");
    assertThat(result.out()).contains("api:");
  }

  @Test
  void wrongWordsAreUsageErrors() {
    refused(2, "config", "import", "Procfile");
    refused(2, "config", "import", "--from", "nosuch", "Procfile");
    refused(2, "config", "import", "--from", "procfile", "nosuch");
    refused(2, "config", "import", "--from", "procfile");
    refused(2, "config", "validate", "-f", "ecosystem.config.js");
  }

  @Test
  void filesOfOtherToolsAreReadOnTheFly() {
    done("config", "validate", "-f", "Procfile");
    done("config", "validate", "-f", "supervisord.conf");
    assertThat(refused(2, "config", "validate").err()).contains("Procfile");
  }

  @Test
  void theGraphOfAFileShowsWhatNeedsWhat() {
    Shell.Result graph = done("config", "graph", "-f", "stack.yaml");
    assertThat(graph.out()).contains("web").contains("db");
    Shell.Result json = done("config", "graph", "-f", "stack.yaml", "--format", "json");
    assertThat(json.out()).contains("\"nodes\"").contains("\"edges\"");
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(done("config", "schema").out()).contains("json-schema.org").contains("processes");
  }

  @Test
  void aNumberOfInstancesIsChecked() {
    refused(2, "scale", "web");
    refused(2, "scale", "web", "many");
    refused(2, "scale", "web", "1001");
    refused(4, "scale", "web", "2");
  }
}
