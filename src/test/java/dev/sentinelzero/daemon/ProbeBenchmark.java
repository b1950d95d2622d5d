package dev.sentinelzero.daemon;

import com.sun.management.OperatingSystemMXBean;
import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Judgement;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.health.Verdict;
import dev.sentinelzero.os.BootClock;
import dev.sentinelzero.os.KeeperInstall;
import dev.sentinelzero.probes.NotifyBoard;
import dev.sentinelzero.probes.RunProber;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.ProbeLoop;
import dev.sentinelzero.runtime.Watched;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to probe many runs each second: {@code ProbeBenchmark tcp|http|exec|notify RUNS
 * SECONDS}. The server that is asked is another process; CPU is that of this JVM alone, without the
 * children of exec probes.
 */
public final class ProbeBenchmark {
  private static final int WARM_UP_SECONDS = 10;

  private ProbeBenchmark() {}

  /** Counts what goes through and how long each took. */
  private record Counting(Prober inner, ConcurrentLinkedQueue<Long> nanos) implements Prober {
    @Override
    public void begin(Target target, Probes probes, boolean ready) {
      inner.begin(target, probes, ready);
    }

    @Override
    public CompletableFuture<Result> probe(Check check, Context context) {
      long begun = System.nanoTime();
      CompletableFuture<Result> answer = inner.probe(check, context);
      answer.whenComplete((result, failure) -> nanos.add(System.nanoTime() - begun));
      return answer;
    }

    @Override
    public void end(Target target) {
      inner.end(target);
    }
  }

  /** Measures. */
  public static void main(String[] words) throws Exception {
    int count = Integer.parseInt(words[1]);
    int seconds = Integer.parseInt(words[2]);
    Path home = Files.createTempDirectory("sz-probe-benchmark-");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process server = server(words[0], port, home);
    ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    NotifyBoard board = new NotifyBoard();
    try (RunProber prober =
            new RunProber(
                KeeperInstall.install(home),
                (process, run, fromStart) -> {
                  throw new UnsupportedOperationException();
                },
                board);
        ProbeLoop loop =
            new ProbeLoop(
                new Counting(prober, nanos),
                (run, change) -> {},
                new ProbeLoop.Clocks(System::nanoTime, BootClock::nanos))) {
      List<RunId> runs = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        Watched watched = watched(number, check(words[0], port), home);
        runs.add(watched.run().id());
        loop.watch(watched);
        board.heard(watched.run().id().value(), "READY=1".getBytes(StandardCharsets.UTF_8));
      }
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      nanos.clear();
      long cpu = cpu();
      long begun = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double spent = (System.nanoTime() - begun) / 1e9;
      double used = (cpu() - cpu) / 1e9;
      List<Long> all = nanos.stream().sorted().toList();
      long passing =
          runs.stream()
              .flatMap(run -> loop.judgement(run, Aim.READINESS).stream())
              .map(Judgement::verdict)
              .filter(Verdict.PASSING::equals)
              .count();
      System.out.printf(
          "%s: %d runs, %d passing, %.0f probes/s, %.1f%% of one processor, %.0f us of CPU a probe,"
              + " took p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
          words[0],
          count,
          passing,
          all.size() / spent,
          100 * used / spent,
          used * 1e6 / all.size(),
          all.get(all.size() / 2) / 1e6,
          all.get(all.size() * 99 / 100) / 1e6,
          all.getLast() / 1e6);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Process server(String kind, int port, Path home) throws Exception {
    List<String> command =
        switch (kind) {
          case "tcp" -> List.of("redis-server", "--port", "" + port, "--save", "");
          case "http" ->
              List.of(
                  System.getProperty("java.home") + "/bin/jwebserver",
                  "-p",
                  "" + port,
                  "-o",
                  "none",
                  "-d",
                  home.toString());
          default -> List.of("sleep", "3600");
        };
    return new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("server.log").toFile())
        .start();
  }

  private static Check check(String kind, int port) {
    return switch (kind) {
      case "tcp" -> new Check.Tcp("127.0.0.1", port);
      case "http" ->
          new Check.Http(
              "http://127.0.0.1:" + port + "/",
              List.of(Check.Statuses.DEFAULT),
              Optional.empty(),
              Map.of(),
              Check.Tls.DEFAULT,
              false);
      case "exec" -> new Check.Exec(List.of("true"));
      case "notify" -> new Check.Notify();
      default -> throw new IllegalArgumentException("tcp, http, exec or notify, not " + kind);
    };
  }

  private static Watched watched(int number, Check check, Path home) {
    RunId id = RunId.of(1_700_000_000_000L, number, 7);
    Target target =
        new Target(
            "p" + number,
            id.value(),
            List.of("PATH=/usr/bin:/bin".getBytes(StandardCharsets.UTF_8)),
            home.toString(),
            Optional.empty());
    return new Watched(
        new Launcher.Run(new ProcessName("p" + number), id),
        target,
        new Probes(Optional.of(Probe.of(check)), Optional.empty()),
        false);
  }
}
