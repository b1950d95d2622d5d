package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other tools, applied to a daemon, and imported by the command line. */
class ImportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path home;
  private Process daemon;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void startDaemon() throws IOException {
    home =
        Files.createDirectory(
            folder.resolve("home"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    daemon =
        new ProcessBuilder(java("daemon"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon.log").toFile())
            .start();
    await().atMost(PATIENCE).until(() -> run("list").status() == 0);
  }

  @AfterEach
  void stopDaemon() throws Exception {
    run("daemon", "stop");
    daemon.destroyForcibly().waitFor();
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-MaxFDLimit"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--home", home.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Result run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("sentinelzero-out", "");
    Path err = Files.createTempFile("sentinelzero-err", "");
    try {
      Process verb =
          new ProcessBuilder(java(arguments))
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int status = verb.waitFor();
      return new Result(status, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private JsonNode status(String name) throws IOException, InterruptedException {
    return MAPPER.readTree(run("status", name, "--format", "json").out()).path("processes").path(0);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void awaitText(Path file, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(file).exists().content().isEqualTo(text));
  }

  @Test
  void aProcfileRunsDirectlyAndIsOfferedWhereThereIsNoProcessFile() throws Exception {
    write(".env", "GREETING=hello\nPORT=7100\n");
    write(
        "Procfile",
        "web: echo \"$GREETING $PORT\" > web.txt; exec sleep 1000\n"
            + "worker: echo \"$PORT\" > worker.txt; exec sleep 1000\n");

    Result offered = run("up");
    assertThat(offered.status()).isEqualTo(2);
    assertThat(offered.err()).contains("hint:").contains("sentinelzero up -f Procfile");

    Result up = run("up", "-f", "Procfile");
    assertThat(up.err()).contains("Procfile: note: foreman ends all");
    assertThat(up.status()).isZero();
    awaitText(folder.resolve("web.txt"), "hello 7100\n");
    awaitText(folder.resolve("worker.txt"), "7200\n");
    assertThat(status("web").path("state").asText()).isEqualTo("running");
    assertThat(run("down", "-f", "Procfile").status()).isZero();
  }

  @Test
  void aSupervisordFileRunsWithItsRules() throws Exception {
    write(
        "supervisord.conf",
        """
        [program:web]
        command=sh -c 'echo "$GREETING" > web.txt; exec sleep 1000' ; a comment
        environment=GREETING="a, b"
        stopsignal=INT
        [program:ends]
        command=sh -c 'exit 2'
        exitcodes=0,2
        startsecs=0
        [program:port]
        command=sh -c 'echo 80%(process_num)02d > port%(process_num)02d.txt; exec sleep 1000'
        numprocs=2
        """);

    Result applied = run("config", "apply", "-f", "supervisord.conf");

    assertThat(applied.status()).as(applied.err()).isZero();
    awaitText(folder.resolve("web.txt"), "a, b\n");
    awaitText(folder.resolve("port01.txt"), "8001\n");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(status("ends").path("state").asText()).isEqualTo("completed"));
    assertThat(run("stop", "web").status()).isZero();
    assertThat(status("web").path("last_exit").path("signal").asText()).contains("INT");
  }

  @Test
  void linesOfACrontabGetTheirInputAndVariables() throws Exception {
    write(
        "crontab",
        "GREETING=hi there\nHOME="
            + folder
            + "\n@reboot cat > got.txt; echo \"$GREETING\" >> got.txt%one%50\\%\n");

    Result applied = run("config", "apply", "-f", "crontab");

    assertThat(applied.status()).as(applied.err()).isZero();
    awaitText(folder.resolve("got.txt"), "one\n50%\nhi there\n");
  }

  @Test
  void aStackOfEachOtherToolRuns() throws Exception {
    write(
        "process-compose.yaml",
        """
        environment: ["WORD=pc"]
        processes:
          pc: { command: 'echo "$${WORD} ${MISSING}end" > pc.txt; exec sleep 1000' }
        """);
    write(
        "pm2.json",
        "{ apps: [{ name: 'pm', script: 'sh', args: ['-c', 'echo $WORD > pm.txt; exec sleep"
            + " 1000'], env: { WORD: 'pm $x' }, cwd: '.' }] }");
    write(
        "unit.service",
        "[Service]\nWorkingDirectory="
            + folder
            + "\nEnvironment=\"WORDS=a b\"\n"
            + "ExecStart=/bin/sh -c 'echo $$# \"$$@\" > unit.txt; exec sleep 1000' sh $WORDS ${WORDS}\n");
    write(
        "job.plist",
        "<plist version=\"1.0\"><dict><key>Label</key><string>job</string><key>WorkingDirectory</key>"
            + "<string>"
            + folder
            + "</string><key>ProgramArguments</key><array><string>/bin/sh</string><string>-c</string>"
            + "<string>umask > job.txt</string></array><key>Umask</key><integer>23</integer></dict></plist>");

    Result applied =
        run(
            "config",
            "apply",
            "-f",
            "process-compose.yaml",
            "-f",
            "pm2.json",
            "-f",
            "unit.service",
            "-f",
            "job.plist");

    assertThat(applied.status()).as(applied.err()).isZero();
    awaitText(folder.resolve("pc.txt"), "pc end\n");
    awaitText(folder.resolve("pm.txt"), "pm $x\n");
    awaitText(folder.resolve("unit.txt"), "3 a b a b\n");
    awaitText(folder.resolve("job.txt"), "0027\n");
  }

  @Test
  void importWritesAFileOnceAndAnswersInJson() throws Exception {
    write("Procfile", "web: sleep 1000\n");
    String[] importing = {"config", "import", "--from", "procfile", "-o", "made.yaml", "Procfile"};
    assertThat(run(importing).status()).isZero();
    assertThat(run("config", "validate", "-f", "made.yaml").status()).isZero();
    Result again = run(importing);
    assertThat(again.status()).isEqualTo(5);
    assertThat(again.err()).contains("--force");

    write("supervisord.conf", "[program:a]\ncommand=a\npriority=5\n");
    Result json =
        run("config", "import", "--from", "supervisord", "supervisord.conf", "--format", "json");
    assertThat(json.status()).isZero();
    JsonNode answer = MAPPER.readTree(json.out());
    assertThat(answer.at("/document/processes/a/command").asText()).isEqualTo("a");
    assertThat(answer.at("/unmapped/0/key").asText()).isEqualTo("priority");
    assertThat(answer.at("/unmapped/0/line").asInt()).isEqualTo(3);

    Result wrong = run("config", "import", "--from", "supervisor", "supervisord.conf");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("did you mean supervisord?");
  }

  @Test
  void aProgramOfPm2IsRunWhenThatIsAllowed() throws Exception {
    write(
        "ecosystem.config.js",
        "console.log('noise'); module.exports = { apps: [{ name: 'x' + 1, script: 'a.js' }] };");
    Result refused = run("config", "import", "--from", "pm2", "ecosystem.config.js");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("--allow-exec");
    boolean node = new ProcessBuilder("sh", "-c", "command -v node").start().waitFor() == 0;
    Result made = run("config", "import", "--from", "pm2", "--allow-exec", "ecosystem.config.js");
    if (node) {
      assertThat(made.status()).as(made.err()).isZero();
      assertThat(made.out()).contains("x1:").contains("command: node a.js");
    } else {
      assertThat(made.err()).contains("node can't be started");
    }
  }
}
