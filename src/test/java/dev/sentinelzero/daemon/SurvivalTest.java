package dev.sentinelzero.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process gets from the whole chain, and what a user's word is worth over daemons. */
class SurvivalTest {
  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void begin() throws Exception {
    sandbox = new Sandbox(folder);
    sandbox.start();
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
  }

  @Test
  void whatIsStoppedByHandStaysStopped() throws Exception {
    sandbox.apply(
        """
        version: 1
        processes:
          stopped: { command: sleep 1000, policy: always }
          running: { command: sleep 1000, policy: always }
        """);
    sandbox.done("stop", "stopped");
    sandbox.kill();
    sandbox.start();
    assertThat(sandbox.state("stopped")).isEqualTo("stopped");
    assertThat(sandbox.state("running")).isEqualTo("running");

    sandbox.done("daemon", "stop");
    sandbox.start();
    sandbox.awaitState("running", "running");
    assertThat(sandbox.state("stopped")).isEqualTo("stopped");
    assertThat(sandbox.status("stopped").path("wanted").asText()).isEqualTo("down");
  }

  @Test
  void aRestartThatWasCutInTwoIsFinishedByTheNextDaemon() throws Exception {
    Path heard = folder.resolve("heard");
    Path go = folder.resolve("go");
    assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor()).isZero();
    String script =
        "trap 'echo $$ >> %s; read x < %s; exit 5' TERM; while :; do sleep 0.05; done"
            .formatted(heard, go);
    Path file = Files.writeString(folder.resolve("slow.sh"), script);
    sandbox.apply(
        """
        version: 1
        processes:
          slow: { command: [/bin/sh, "%s"], stop: { timeout: 10m } }
        """
            .formatted(file));
    final long before = sandbox.pid("slow");
    sandbox.done("restart", "slow", "--no-wait");
    await().atMost(Sandbox.PATIENCE).until(() -> Files.exists(heard));
    sandbox.kill();

    sandbox.start();
    assertThat(sandbox.pid("slow")).isEqualTo(before);
    assertThat(sandbox.state("slow")).isEqualTo("stopping");
    Files.writeString(go, "go\n");
    sandbox.awaitState("slow", "running");
    assertThat(sandbox.pid("slow")).isNotEqualTo(before);
    assertThat(sandbox.status("slow").path("last_exit").path("code").asInt()).isEqualTo(5);
    sandbox.done("stop", "slow", "--force");
  }

  /** The state file is written behind: it may say that a restart is due that has happened. */
  @Test
  void aRestartThatWasNotWrittenDownIsNotDoneTwice() throws Exception {
    sandbox.apply(
        """
        version: 1
        policies:
          patient: { restart: always, delay: 4s }
        processes:
          again: { command: sleep 1000, policy: patient }
        """);
    Path state = sandbox.home().resolve("state/processes");
    ProcessHandle.of(sandbox.pid("again")).orElseThrow().destroyForcibly();
    await()
        .atMost(Sandbox.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.readAllLines(state).getLast().contains("\"backing_off\""));
    byte[] behind = Files.readAllBytes(state);
    sandbox.awaitState("again", "running");
    final long pid = sandbox.pid("again");
    sandbox.kill();
    Files.write(state, behind);

    sandbox.start();

    assertThat(sandbox.pid("again")).isEqualTo(pid);
    // The killed one was folded into the history, and no third one came up.
    assertThat(sandbox.runFiles("leader")).hasSize(1);
  }

  @Test
  void aProcessSeesWhatIsDeclaredAndNothingElse() throws Exception {
    assumeThat(System.getProperty("os.name")).as("reads /proc").isEqualTo("Linux");
    Path file = folder.resolve("values.env");
    Files.write(file, "from.file-1=\u00ff\u00fe\u0080 x\n".getBytes(ISO_8859_1));
    sandbox.apply(
        """
        version: 1
        processes:
          bare:
            command: sleep 1000
            env_file: "%s"
            environment: { app.name-with.dots: "v=1", EMPTY: "", UMLAUT: "\u00fc" }
        """
            .formatted(file));
    Path proc = Path.of("/proc", Long.toString(sandbox.pid("bare")));

    try (var descriptors = Files.list(proc.resolve("fd"))) {
      assertThat(descriptors.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("0", "1", "2");
    }
    Map<String, String> status = status(proc);
    for (String set : List.of("SigBlk", "SigIgn", "SigCgt")) {
      assertThat(status.get(set)).as(set).isEqualTo("0".repeat(16));
    }
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    String pid = proc.getFileName().toString();
    assertThat(List.of(fields[2], fields[3])).as("group and session").containsOnly(pid);

    Map<String, String> environment = environment(proc);
    assertThat(environment)
        .containsEntry("from.file-1", "\u00ff\u00fe\u0080 x")
        .containsEntry("app.name-with.dots", "v=1")
        .containsEntry("EMPTY", "")
        .containsEntry("UMLAUT", "\u00c3\u00bc")
        .containsEntry("SENTINELZERO_NAME", "bare");
    environment.keySet().removeIf(name -> name.startsWith("SENTINELZERO_"));
    assertThat(environment.keySet())
        .containsExactlyInAnyOrder(
            "from.file-1",
            "app.name-with.dots",
            "EMPTY",
            "UMLAUT",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "TMPDIR",
            "PATH");
  }

  private static Map<String, String> status(Path proc) throws IOException {
    return Files.readAllLines(proc.resolve("status")).stream()
        .map(line -> line.split(":\\s*", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** One character a byte. */
  private static Map<String, String> environment(Path proc) throws IOException {
    String all = new String(Files.readAllBytes(proc.resolve("environ")), ISO_8859_1);
    return Arrays.stream(all.split("\0"))
        .map(entry -> entry.split("=", 2))
        .collect(
            Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, two) -> two, TreeMap::new));
  }
}
