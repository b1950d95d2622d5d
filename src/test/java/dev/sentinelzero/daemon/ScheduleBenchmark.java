package dev.sentinelzero.daemon;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinelzero.schedule.Jitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What many schedules cost one daemon: {@code ScheduleBenchmark PROCESSES IDLE_SECONDS
 * LATE_SECONDS}. First all are armed and none is due: CPU and memory of the daemon. Then each is
 * due once an hour, spread evenly, and runs {@code /bin/true}: how late runs begin, by what {@code
 * schedule history} says of them.
 */
public final class ScheduleBenchmark {
  private static final int WARM_UP_SECONDS = 30;
  private static final int PIECE = 1_000;
  private static final Duration JITTER = Duration.ofSeconds(59);

  private ScheduleBenchmark() {}

  /** Measures. */
  public static void main(String[] words) throws Exception {
    int processes = Integer.parseInt(words[0]);
    Path folder = Files.createTempDirectory("sz-schedule-benchmark-");
    Sandbox sandbox = new Sandbox(folder);
    Process daemon = sandbox.spawn();
    try {
      await().atMost(Sandbox.PATIENCE).until(() -> sandbox.verb("list").status() == 0);
      long begun = System.nanoTime();
      apply(sandbox, processes, n -> "{ cron: '0 0 1 1 *', timezone: UTC }");
      System.out.printf(
          "%d schedules defined and armed in %.1f s%n",
          processes, (System.nanoTime() - begun) / 1e9);
      idle(daemon, Integer.parseInt(words[1]));
      apply(sandbox, processes, n -> "{ cron: '%d * * * *', jitter: 59s }".formatted(n % 60));
      lateness(sandbox, processes, Integer.parseInt(words[2]));
    } finally {
      sandbox.close();
    }
  }

  private static void apply(Sandbox sandbox, int processes, IntFunction<String> schedule)
      throws IOException {
    for (int first = 0; first < processes; first += PIECE) {
      StringBuilder file = new StringBuilder("version: 1\nproject: benchmark-" + first);
      file.append("\nprocesses:\n");
      for (int n = first; n < Math.min(first + PIECE, processes); n++) {
        file.append("  s").append(n).append(": { command: /bin/true, schedule: ");
        file.append(schedule.apply(n)).append(" }\n");
      }
      sandbox.apply(file.toString());
    }
  }

  private static void idle(Process daemon, int seconds) throws Exception {
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    Duration before = cpu(daemon);
    long begun = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double spent = (System.nanoTime() - begun) / 1e9;
    double used = cpu(daemon).minus(before).toNanos() / 1e9;
    System.out.printf(
        "none due: %.2f%% of one processor over %.0f s, %s; load %s%n",
        100 * used / spent, spent, memory(daemon), load());
  }

  private static Duration cpu(Process daemon) {
    return daemon.info().totalCpuDuration().orElseThrow();
  }

  private static String memory(Process daemon) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("")
        .replaceAll("\\s+", " ");
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).strip();
  }

  private static void lateness(Sandbox sandbox, int processes, int seconds) throws Exception {
    Instant from = Instant.now();
    TimeUnit.SECONDS.sleep(seconds);
    Instant until = Instant.now();
    List<Long> millis = new ArrayList<>();
    for (int n = 0; n < processes; n++) {
      if (mayHaveRun(n % 60, from, until)) {
        collect(sandbox, "s" + n, millis);
      }
    }
    List<Long> all = millis.stream().sorted().toList();
    System.out.printf(
        "%d runs in %d s: late p50 %d ms, p99 %d ms, most %d ms; load %s%n",
        all.size(),
        seconds,
        all.get(all.size() / 2),
        all.get(all.size() * 99 / 100),
        all.getLast(),
        load());
  }

  private static boolean mayHaveRun(int minute, Instant from, Instant until) {
    for (Instant at = from; at.isBefore(until); at = at.plusSeconds(30)) {
      if (at.atZone(ZoneOffset.UTC).getMinute() == minute) {
        return true;
      }
    }
    return false;
  }

  private static void collect(Sandbox sandbox, String name, List<Long> millis) throws IOException {
    JsonNode runs =
        sandbox.done("schedule", "history", name, "--format", "json").json().path("runs");
    for (JsonNode run : runs) {
      Instant planned = Instant.parse(run.path("planned_at").asText());
      Instant due = planned.plus(Jitter.delay(JITTER, name, planned));
      Instant started = Instant.parse(run.path("started_at").asText());
      millis.add(Duration.between(due, started).toMillis());
    }
  }
}
