package dev.sentinelzero.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do, from their side: every verb is a program of its own. */
class ProgramTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path home;
  private final List<Process> daemons = new ArrayList<>();

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void makeHome() throws IOException {
    home =
        Files.createDirectory(
            folder.resolve("home"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    startDaemon();
  }

  @AfterEach
  void stopDaemon() throws Exception {
    run("daemon", "stop");
    for (Process daemon : daemons) {
      daemon.destroyForcibly().waitFor();
    }
  }

  private static List<String> java(Path home, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-MaxFDLimit"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--home", home.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process startDaemon() throws IOException {
    Process daemon =
        new ProcessBuilder(java(home, "daemon"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon.log").toFile())
            .start();
    daemons.add(daemon);
    await().atMost(PATIENCE).until(() -> run("list").status() == 0);
    return daemon;
  }

  private Result run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process verb =
        new ProcessBuilder(java(home, arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = verb.waitFor();
    return new Result(status, Files.readString(out), Files.readString(err));
  }

  private JsonNode status(String name) throws IOException, InterruptedException {
    return MAPPER.readTree(run("status", name, "--format", "json").out()).path("processes").get(0);
  }

  @Test
  void argumentsArriveUnharmed() throws Exception {
    Path seen = folder.resolve("seen");
    Path script = folder.resolve("show.sh");
    Files.writeString(script, "#!/bin/sh\nfor one; do printf '%s\\0' \"$one\"; done > " + seen);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    String[] odd = {"@x", "-n", "--", "a b", "", "ü=\"1\"", "two\nlines", "$HOME", "*", "'"};
    List<String> arguments =
        new ArrayList<>(List.of("start", "-n", "odd", "--policy", "none", "--", script.toString()));
    arguments.addAll(List.of(odd));

    Result started = run(arguments.toArray(String[]::new));

    assertThat(started.err()).isEmpty();
    assertThat(started.status()).isZero();
    assertThat(new String(Files.readAllBytes(seen), UTF_8).split("\0", -1))
        .startsWith(odd)
        .hasSize(odd.length + 1);
  }

  @Test
  void aCommandLineIsSplitLikeAShellDoes() throws Exception {
    Path seen = folder.resolve("lines");
    String line = "bash -c 'echo \"a b\" | wc -l > " + seen + "'";
    assertThat(run("start", "-n", "split", "--policy", "none", "-c", line).status()).isZero();
    assertThat(Files.readString(seen).strip()).isEqualTo("1");

    Result unbalanced = run("start", "-n", "broken", "-c", "echo 'abc");
    assertThat(unbalanced.status()).isEqualTo(2);
    assertThat(unbalanced.err()).contains("not closed").contains("^");
  }

  @Test
  void processesDoNotNoticeThatTheirDaemonIsKilled() throws Exception {
    String numbers = "i=0; while i=$((i+1)); do echo $i; sleep 0.02; done";
    run("start", "-n", "counter", "--policy", "always", "--", "/bin/sh", "-c", numbers);
    Path gate = folder.resolve("gate");
    String late7 = "while [ ! -e '" + gate + "' ]; do sleep 0.05; done; exit 7";
    run("start", "-n", "late", "--policy", "none", "--", "/bin/sh", "-c", late7);
    long pid = status("counter").path("pid").asLong();
    ProcessHandle late = ProcessHandle.of(status("late").path("pid").asLong()).orElseThrow();

    daemons.getFirst().destroyForcibly().waitFor();
    Files.createFile(gate);
    late.onExit().join();
    startDaemon();

    assertThat(status("counter").path("pid").asLong()).isEqualTo(pid);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(status("late").path("state").asText()).isEqualTo("failed"));
    assertThat(status("late").path("last_exit").path("code").asInt()).isEqualTo(7);
    assertThat(run("stop", "counter").status()).isZero();
    long[] lines =
        run("logs", "counter", "--tail", "100000")
            .out()
            .lines()
            .mapToLong(Long::parseLong)
            .toArray();
    assertThat(lines).isEqualTo(LongStream.rangeClosed(1, lines.length).toArray());
    assertThat(lines.length).isGreaterThan(50);
  }

  @Test
  void stopLeavesNothingOfTheTree() throws Exception {
    Path pids = folder.resolve("pids");
    String deaf = "trap \"\" TERM; echo $$ >> " + pids + "; while :; do sleep 1; done";
    String tree = "sh -c '" + deaf + "' & setsid sh -c '" + deaf + "' & wait";
    run("start", "-n", "tree", "--", "/bin/sh", "-c", tree);
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);

    Result stopped = run("stop", "tree", "-t", "200ms");

    assertThat(stopped.status()).isZero();
    for (String pid : Files.readAllLines(pids)) {
      assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
    }
    assertThat(status("tree").path("wanted").asText()).isEqualTo("down");
  }

  @Test
  void aFailedSpawnIsAnExitWithStageAndError() throws Exception {
    Result started = run("start", "-n", "none", "--policy", "none", "--", "/no/such/program");

    assertThat(started.status()).isEqualTo(1);
    assertThat(started.err()).contains("No such file or directory");
    JsonNode status = status("none");
    assertThat(status.path("state").asText()).isEqualTo("failed");
    assertThat(status.path("last_exit").path("stage").asText()).isEqualTo("exec");
  }

  @Test
  void applyingTwiceChangesNothingAndProblemsComeAllAtOnce() throws Exception {
    Path file = folder.resolve("stack.yaml");
    Files.writeString(
        file,
        "version: 1\nprocesses:\n  one: { command: sleep 1000 }\n  two: { command: sleep 1000 }\n");
    assertThat(run("config", "apply", "-f", file.toString()).status()).isZero();
    long pid = status("one").path("pid").asLong();
    assertThat(run("config", "apply", "-f", file.toString()).status()).isZero();
    assertThat(status("one").path("pid").asLong()).isEqualTo(pid);
    JsonNode plan =
        MAPPER.readTree(run("config", "plan", "-f", file.toString(), "--format", "json").out());
    assertThat(plan.path("changes")).hasSize(2);
    plan.path("changes")
        .forEach(one -> assertThat(one.path("action").asText()).isEqualTo("untouched"));

    Files.writeString(file, "version: 1\nprocesses:\n  one: { comand: x, umask: 27 }\n");
    Result refused = run("config", "apply", "-f", file.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("command").contains("umask").contains("stack.yaml:3:");
    assertThat(status("two").path("state").asText()).isEqualTo("running");
  }

  @Test
  void exitCodesTellWhatKindOfTroubleItIs() throws Exception {
    run("start", "-n", "busy", "--", "sleep", "1000");
    assertThat(run("stop", "nosuch").status()).isEqualTo(3);
    assertThat(run("stop").status()).isEqualTo(2);
    assertThat(run("nosuchverb").status()).isEqualTo(2);
    assertThat(run("delete", "busy").status()).isEqualTo(5);
    assertThat(run("wait", "busy", "--for", "stopped", "-t", "100ms").status()).isEqualTo(7);
    assertThat(run("stop", "busy").status()).isZero();
    assertThat(run("stop", "busy").status()).isZero();
    assertThat(run("signal", "HUP", "busy").status()).isEqualTo(5);
    assertThat(run("daemon").status()).isEqualTo(5);
  }

  @Test
  void aWrongQuestionAboutLogsIsRefusedAndNotAnsweredByAnEmptyLine() throws Exception {
    run("start", "-n", "talker", "--policy", "none", "--", "echo", "hello");
    for (List<String> wrong :
        List.of(List.of("--grep", "("), List.of("--stream", "foo"), List.of("--run", "zzz"))) {
      Result refused = run("logs", "talker", wrong.getFirst(), wrong.getLast());
      assertThat(refused.status()).as("%s", wrong).isEqualTo(2);
      assertThat(refused.out()).as("%s", wrong).isEmpty();
      assertThat(refused.err()).as("%s", wrong).contains("'" + wrong.getLast() + "'");
    }
    assertThat(run("events", "nosuch").status()).isEqualTo(3);
    run("delete", "talker");
    assertThat(run("events", "talker").out()).contains("deleted");
  }

  @Test
  void aRefusedPolicyIsToldOnceAndNamesAreUniqueIgnoringCase() throws Exception {
    Result refused = run("policy", "create", "patient", "--delay", "soon");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.contains("'soon'"))).hasSize(1);

    assertThat(run("policy", "create", "patient", "--delay", "1m").status()).isZero();
    assertThat(run("policy", "create", "Patient", "--delay", "1m").status()).isEqualTo(5);
    assertThat(run("policy", "create", "STANDARD").status()).isEqualTo(5);
    assertThat(run("policy", "update", "patient", "--delay", "2m").status()).isZero();
  }

  @Test
  void downOfEverythingRefusesAFileBesideIt() throws Exception {
    run("start", "-n", "busy", "--", "sleep", "1000");
    assertThat(run("down", "--all", "-f", "one.yaml").status()).isEqualTo(2);
    assertThat(status("busy").path("state").asText()).isEqualTo("running");
  }

  @Test
  void settingsThatAreWrongAreNoStackTrace() throws Exception {
    Files.writeString(home.resolve("config.yaml"), "loging: { level: info }\nhttp: { port: x }\n");
    Result refused = run("settings", "show");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("error: ")
        .contains("config.yaml:1:1: ", "did you mean 'logging'", "config.yaml:2:")
        .doesNotContain("Exception");
    Files.delete(home.resolve("config.yaml"));

    Path fresh = folder.resolve("fresh");
    Process set =
        new ProcessBuilder(java(fresh, "settings", "set", "http.port", "9000")).inheritIO().start();
    assertThat(set.waitFor()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
        .isEqualTo("rwx------");
  }

  @Test
  void manyStartAndStopSideBySide() throws Exception {
    StringBuilder file = new StringBuilder("version: 1\nproject: many\nprocesses:\n");
    IntStream.range(0, 40)
        .forEach(n -> file.append("  p").append(n).append(": { command: sleep 1000, group: g }\n"));
    Path path = folder.resolve("many.yaml");
    Files.writeString(path, file);
    assertThat(run("config", "apply", "-f", path.toString()).status()).isZero();
    JsonNode all =
        MAPPER.readTree(run("list", "--filter", "state=running", "--format", "json").out());
    assertThat(all.path("processes")).hasSize(40);
    assertThat(run("stop", "p1*").status()).isZero();
    assertThat(run("stop", "--group", "g").status()).isZero();
    JsonNode left =
        MAPPER.readTree(run("list", "--filter", "state=running", "--format", "json").out());
    assertThat(left.path("processes")).isEmpty();
  }
}
