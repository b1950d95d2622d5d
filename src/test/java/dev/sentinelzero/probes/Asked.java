package dev.sentinelzero.probes;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.os.KeeperInstall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A prober with the real keeper, and output that a test writes by hand. */
final class Asked implements AutoCloseable {
  static final Result PASSED = new Result.Passed();
  private static final int PATIENCE = 30;

  final NotifyBoard board = new NotifyBoard();
  final Target target;
  final RunProber prober;
  private final Map<String, Queue<String>> output = new ConcurrentHashMap<>();

  Asked(Path folder) throws IOException {
    target =
        new Target(
            "web",
            "01hzzzzzzzzzzzzzzzzzzzzzzz",
            List.of("PATH=/usr/bin:/bin", "COLOUR=grün").stream()
                .map(entry -> entry.getBytes(StandardCharsets.UTF_8))
                .toList(),
            folder.toString(),
            Optional.empty());
    prober = new RunProber(KeeperInstall.install(folder), this::follow, board);
  }

  private RunLogs.Output follow(String process, String run, boolean fromStart) {
    Queue<String> lines = output.computeIfAbsent(run, id -> new ConcurrentLinkedQueue<>());
    if (!fromStart) {
      lines.clear();
    }
    return new RunLogs.Output() {
      @Override
      public List<String> take() {
        Queue<String> taken = new ArrayDeque<>();
        for (int count = 0; count < 3 && !lines.isEmpty(); count++) {
          taken.add(lines.remove());
        }
        return List.copyOf(taken);
      }

      @Override
      public void close() {}
    };
  }

  /** The run prints a line. */
  void print(String line) {
    output.computeIfAbsent(target.run(), id -> new ConcurrentLinkedQueue<>()).add(line);
  }

  Result ask(Check check) throws Exception {
    return ask(check, Aim.READINESS, Duration.ofSeconds(20));
  }

  Result ask(Check check, Duration timeout) throws Exception {
    return ask(check, Aim.READINESS, timeout);
  }

  Result ask(Check check, Aim aim, Duration timeout) throws Exception {
    Rhythm rhythm = new Rhythm(timeout, timeout, Duration.ZERO, 1);
    return prober
        .probe(check, new Prober.Context(target, aim, rhythm))
        .get(PATIENCE, TimeUnit.SECONDS);
  }

  static String why(Result result) {
    return ((Result.Failed) result).why();
  }

  @Override
  public void close() {
    prober.close();
  }
}
