package dev.sentinelzero.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.files.ProcessLogs;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.os.BootClock;
import dev.sentinelzero.os.KeeperInstall;
import dev.sentinelzero.os.Keepers;
import dev.sentinelzero.os.NotifySocket;
import dev.sentinelzero.probes.NotifyBoard;
import dev.sentinelzero.probes.RunProber;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import dev.sentinelzero.runtime.ProbeLoop;
import dev.sentinelzero.runtime.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Probes of real processes under real keepers, put together as a daemon does. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ProbingTest {
  private static final String SAY =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.sendto(sys.argv[1].encode(), sys.argv[2] if len(sys.argv) > 2 else os.environ['NOTIFY_SOCKET'])
      if len(sys.argv) == 2:
          sys.stdin.read()
      """;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Launcher.Run> runs = new ArrayList<>();
  private final List<Long> strangers = new CopyOnWriteArrayList<>();
  private final NotifyBoard board = new NotifyBoard();
  private Path home;
  private Keepers keepers;
  private NotifySocket socket;
  private RunProber prober;
  private ProbeLoop loop;

  @BeforeEach
  void comeUp() throws Exception {
    home = Files.createTempDirectory("sz-probing-");
    Path keeper = KeeperInstall.install(home);
    keepers =
        new Keepers(
            new Keepers.Places(keeper, home.resolve("run"), home.resolve("logs")),
            (name, fact) -> {});
    socket = new NotifySocket(home.resolve("notify.sock"), this::heard);
    prober = new RunProber(keeper, new ProbedLogs(new ProcessLogs(home.resolve("logs"))), board);
    loop =
        new ProbeLoop(
            prober,
            (run, change) -> told.add(run.name() + " " + change.code() + ": " + change.text()),
            new ProbeLoop.Clocks(System::nanoTime, BootClock::nanos));
  }

  private void heard(long pid, byte[] message) {
    keepers
        .runOf(pid)
        .ifPresentOrElse(run -> board.heard(run.id().value(), message), () -> strangers.add(pid));
  }

  @AfterEach
  void goDown() throws Exception {
    loop.close();
    prober.close();
    for (Launcher.Run run : runs) {
      keepers.sweep(run, StopRule.Scope.TREE);
      await().atMost(Duration.ofSeconds(20)).until(() -> keepers.members(run).isEmpty());
    }
    socket.close();
    keepers.close();
  }

  private Launcher.Run launch(String name, Probes probes, String... words) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    RunId id = RunId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    Launcher.Run run = new Launcher.Run(new ProcessName(name), id);
    List<byte[]> environment = new ArrayList<>();
    environment.add(("PATH=" + System.getenv("PATH")).getBytes(UTF_8));
    environment.add(("SENTINELZERO_RUN_ID=" + id.value()).getBytes(UTF_8));
    probes
        .environment(socket.name())
        .forEach((key, value) -> environment.add((key + "=" + value).getBytes(UTF_8)));
    Launcher.Settings settings =
        new Launcher.Settings(
            home.toString(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Map.of(),
            Optional.empty(),
            1 << 20);
    Launcher.Order order =
        new Launcher.Order(
            run,
            List.of(words).stream().map(word -> word.getBytes(UTF_8)).toList(),
            environment,
            settings);
    runs.add(run);
    loop.watch(Watched.fresh(order, probes));
    keepers.launch(order);
    return run;
  }

  private static Probes readiness(Check check) {
    return new Probes(Optional.of(Probe.of(check)), Optional.empty());
  }

  private void untilTold(String words) {
    await().atMost(Duration.ofSeconds(30)).until(() -> told.contains(words));
  }

  @Test
  void aGrandchildSaysThatItsRunIsReady() throws Exception {
    Files.writeString(home.resolve("say.py"), SAY);
    launch(
        "web",
        readiness(new Check.Notify()),
        "sh",
        "-c",
        "mkfifo stay; sleep 600 > stay & setsid python3 say.py 'READY=1\nSTATUS=at your service' < stay");
    untilTold("web readiness_passed: notify: passed");
    assertThat(board.status(runs.getFirst().id().value())).contains("at your service");
  }

  @Test
  void whoIsNotOfTheTreeIsNotBelieved() throws Exception {
    Launcher.Run run = launch("web", readiness(new Check.Notify()), "sleep", "600");
    Process stranger =
        new ProcessBuilder("python3", "-c", SAY, "READY=1", socket.name()).inheritIO().start();
    assertThat(stranger.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(stranger.exitValue()).isZero();
    await().atMost(Duration.ofSeconds(20)).until(() -> strangers.contains(stranger.pid()));
    assertThat(board.status(run.id().value())).isEmpty();
    untilTold("web readiness_failed: notify: it has not said READY=1 yet, 3 times in a row");
  }

  @Test
  void aLineOfOutputMakesARunReady() {
    launch(
        "web",
        readiness(new Check.LogLine("^listening on \\d+$")),
        "sh",
        "-c",
        "echo starting; sleep 0.2; echo listening on 8080 >&2; exec sleep 600");
    untilTold("web readiness_passed: log /^listening on \\d+$/: passed");
  }

  @Test
  void aRunThatStopsFeedingItsWatchdogIsNotAlive() throws Exception {
    Files.writeString(home.resolve("say.py"), SAY);
    Probes probes = new Probes(Optional.empty(), Optional.of(Probe.of(new Check.Notify())));
    Launcher.Run run =
        launch(
            "web",
            probes,
            "python3",
            "-c",
            "import os, socket, time\n"
                + "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                + "while True:\n"
                + "  s.sendto(b'WATCHDOG=1', os.environ['NOTIFY_SOCKET'])\n"
                + "  time.sleep(int(os.environ['WATCHDOG_USEC']) / 4e6)\n");
    untilTold("web liveness_passed: notify: passed");
    keepers.send(run, Signal.parse("STOP"), StopRule.Scope.TREE);
    untilTold("web liveness_failed: notify: no WATCHDOG=1 within 1s, 3 times in a row");
  }

  @Test
  void descriptorsThatComeWithAMessageAreClosed() throws Exception {
    String script =
        """
        import array, os, socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect(sys.argv[1])
        r, w = os.pipe()
        s.sendmsg([b'BARRIER=1'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [w]))])
        os.close(w)
        os.read(r, 1)
        """;
    Process barrier =
        new ProcessBuilder("python3", "-c", script, socket.name()).inheritIO().start();
    assertThat(barrier.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(barrier.exitValue()).isZero();
  }
}
