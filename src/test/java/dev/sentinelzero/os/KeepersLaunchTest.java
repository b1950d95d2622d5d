package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.StopRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeepersLaunchTest {
  @TempDir private Path home;
  private Bench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new Bench(home);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void aFastRunIsTakenNoteOfFromExecToEnd() throws Exception {
    Launcher.Run run = bench.shell("exit 7");
    Event.Execed execed = bench.next(run, Event.Execed.class);
    assertThat(execed.identity().boot()).isEqualTo(Identities.boot());
    assertThat(execed.identity().namespace()).isEqualTo(Identities.namespace());
    Event.Gone gone = bench.next(run, Event.Gone.class);
    assertThat(gone.report().exit()).isEqualTo(new Exit.Code(7));
    assertThat(Duration.between(gone.report().at(), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
    assertThat(bench.heard(run)).isEmpty();
  }

  @Test
  void aSignalEndsIt() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    long pid = bench.next(run, Event.Execed.class).identity().pid();
    assertThat(bench.keepers().members(run)).containsExactly(pid);
    assertThat(bench.keepers().send(run, Signal.TERM, StopRule.Scope.PROCESS)).isEqualTo(1);
    assertThat(bench.next(run, Event.Gone.class).report().exit())
        .isEqualTo(new Exit.Signalled(Signal.TERM, false));
    assertThat(bench.keepers().members(run)).isEmpty();
    assertThat(bench.keepers().send(run, Signal.TERM, StopRule.Scope.TREE)).isZero();
  }

  @Test
  void theLeadersEndIsToldBeforeThatOfItsDescendants() throws Exception {
    Launcher.Run run = bench.shell("setsid sleep 1000 & exit 3");
    bench.next(run, Event.Execed.class);
    assertThat(bench.next(run, Event.Ended.class).report().exit()).isEqualTo(new Exit.Code(3));
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Code(3));
  }

  @Test
  void whatCantBeExecutedSaysWhy() throws Exception {
    assertNotSpawned(bench.launch("/no/such"), Stage.EXEC, "ENOENT", "No such file or directory");
    Path script = Files.writeString(home.resolve("script"), "echo");
    script.toFile().setExecutable(true);
    assertNotSpawned(bench.launch(script.toString()), Stage.EXEC, "ENOEXEC", "Exec format error");
  }

  @Test
  void everyStageOfALaunchTellsItsFailure() throws Exception {
    assertNotSpawned(launched("/no/such", "/dev/null", Map.of()), Stage.DIRECTORY, "ENOENT", "");
    assertNotSpawned(launched("/", "/no/such", Map.of()), Stage.STDIN, "ENOENT", "");
    assertNotSpawned(
        launched("/", "/dev/null", Map.of("core", "2:1")), Stage.LIMITS, "EINVAL", "Invalid");
  }

  private Launcher.Run launched(String directory, String stdin, Map<String, String> limits) {
    Launcher.Settings settings =
        new Launcher.Settings(
            directory,
            Optional.of(stdin),
            OptionalInt.of(022),
            OptionalInt.of(0),
            limits,
            Optional.empty(),
            Bench.SEGMENT);
    return bench.launch(Bench.order(Bench.run("web"), settings, "true"));
  }

  private void assertNotSpawned(Launcher.Run run, Stage stage, String errno, String message)
      throws Exception {
    Exit exit = bench.next(run, Event.Gone.class).report().exit();
    assertThat(exit).isInstanceOf(Exit.NotSpawned.class);
    Exit.NotSpawned failure = (Exit.NotSpawned) exit;
    assertThat(failure.stage()).isEqualTo(stage);
    assertThat(Errno.name(failure.errno())).isEqualTo(errno);
    assertThat(failure.message()).contains(message);
  }

  @Test
  void aKeeperThatIsMissingIsALaunchThatFailed() throws Exception {
    Files.delete(bench.places.keeper());
    assertNotSpawned(bench.launch("true"), Stage.KEEPER, "ENOENT", "the keeper: No such file");
  }

  @Test
  void aFolderThatCantBeMadeIsALaunchThatFailed() throws Exception {
    Files.writeString(home.resolve("logs"), "a file");
    assertNotSpawned(bench.launch("true"), Stage.LOG, "ENOTDIR", "the log directory: Not a dir");
    Files.delete(home.resolve("logs"));
    Files.writeString(home.resolve("run"), "a file");
    assertNotSpawned(bench.launch("true"), Stage.KEEPER, "ENOTDIR", "the run directory: Not a dir");
  }

  @Test
  void argumentsAndEnvironmentArriveByteForByte() throws Exception {
    byte[] odd = {'O', 'D', 'D', '.', 'n', 'a', 'm', 'e', '=', (byte) 0xff, '\n', '"', (byte) 0xc3};
    byte[] large = Bench.bytes("LARGE=" + "x".repeat(100_000));
    Launcher.Run run = Bench.run("bytes");
    Launcher.Order order =
        new Launcher.Order(
            run,
            List.of(Bench.bytes("/bin/cat"), Bench.bytes("/proc/self/environ")),
            List.of(odd, large, large),
            Bench.settings());
    bench.launch(order);
    bench.next(run, Event.Execed.class);
    bench.next(run, Event.Gone.class);
    List<byte[]> got = new ArrayList<>();
    String text =
        Files.readString(
            bench.places.of(run).log().resolve("000001.out"), StandardCharsets.ISO_8859_1);
    for (String one : text.split("\0")) {
      got.add(one.getBytes(StandardCharsets.ISO_8859_1));
    }
    assertThat(got).hasSize(3);
    assertThat(got.get(0)).isEqualTo(odd);
    assertThat(got.get(2)).isEqualTo(large);
  }

  @Test
  void aNulInAnArgumentIsRefused() throws Exception {
    Launcher.Run run = Bench.run("nul");
    List<byte[]> words = List.of(Bench.bytes("true"), new byte[] {'a', 0, 'b'});
    bench.launch(new Launcher.Order(run, words, List.of(), Bench.settings()));
    assertNotSpawned(run, Stage.EXEC, "EINVAL", "holds a NUL byte");
  }

  @Test
  void settingsReachTheProcess() throws Exception {
    assumeThat(Pids.user()).as("root alone may become somebody else").isZero();
    // The other user must be able to reach the directory.
    Launcher.Account account = Accounts.find("nobody:daemon").account();
    Launcher.Settings settings =
        new Launcher.Settings(
            "/usr",
            Optional.of("/etc/passwd"),
            OptionalInt.of(0127),
            OptionalInt.of(7),
            Map.of("core", "0:0", "nofile", "99:100"),
            Optional.of(account),
            Bench.SEGMENT);
    String script =
        "id -u; id -g; umask; nice; pwd; ulimit -Sn; ulimit -Hn; ulimit -c; head -c 5; echo e >&2";
    Launcher.Run run =
        bench.launch(Bench.order(Bench.run("web/3"), settings, "/bin/sh", "-c", script));
    bench.next(run, Event.Execed.class);
    bench.next(run, Event.Gone.class);
    assertThat(bench.output(run).lines())
        .containsExactly("65534", "1", "0127", "7", "/usr", "99", "100", "0", "root:");
    assertThat(Files.readString(home.resolve("logs/web~3/stderr.log"))).isEqualTo("e\n");
  }

  @Test
  void aProcessHasNoDescriptorsButItsThree() throws Exception {
    Launcher.Run run = bench.shell("ls /proc/self/fd | tr '\\n' ' '");
    bench.next(run, Event.Execed.class);
    bench.next(run, Event.Gone.class);
    assertThat(bench.output(run)).isEqualTo("0 1 2 3 "); // 3 is the folder that ls lists
  }

  @Test
  void manyQuickRunsAllTellTheirOwnExit() throws Exception {
    List<Launcher.Run> runs = new ArrayList<>();
    for (int index = 0; index < 200; index++) {
      runs.add(
          bench.launch(
              Bench.order(
                  Bench.run("quick-" + index),
                  Bench.settings(),
                  "/bin/sh",
                  "-c",
                  "exit " + index)));
    }
    for (int index = 0; index < 200; index++) {
      bench.next(runs.get(index), Event.Execed.class);
      assertThat(bench.next(runs.get(index), Event.Gone.class).report().exit())
          .isEqualTo(new Exit.Code(index));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> runs.stream().noneMatch(this::hasUnreapedKeeper));
  }

  private boolean hasUnreapedKeeper(Launcher.Run run) {
    long keeper = bench.files(run).keeper().orElseThrow().pid();
    return ProcessSource.current().one(keeper).isPresent();
  }

  @Test
  void runsAreListedAndForgotten() throws Exception {
    Launcher.Run first = bench.launch("true");
    bench.next(first, Event.Execed.class);
    bench.next(first, Event.Gone.class);
    assertThat(bench.keepers().runs(first.name())).containsExactly(first.id());
    assertThat(Files.readString(bench.directory(first).resolve("launch.json")))
        .contains("\"command\":[\"true\"]")
        .doesNotContain("SENTINELZERO_RUN_ID");
    bench.keepers().forget(first);
    bench.keepers().forget(first);
    assertThat(bench.keepers().runs(first.name())).isEmpty();
    assertThat(bench.directory(first)).doesNotExist();
  }
}
