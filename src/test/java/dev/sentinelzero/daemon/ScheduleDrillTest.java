package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon is killed again and again while twenty processes run on their schedules. Each run
 * writes down the time it was planned for; what was planned has then run once, or the history says
 * why it did not.
 */
class ScheduleDrillTest {
  private static final int PROCESSES = 20;
  private static final int KILLS = 50;
  private static final int FIRES = 500;
  private static final List<String> OVERLAPS = List.of("skip", "queue", "replace", "allow");
  private static final List<String> MISFIRES = List.of("latest", "all", "skip");

  @TempDir Path folder;
  private Sandbox sandbox;
  private Path lists;
  private final long seed = Long.getLong("drill.seed", System.nanoTime());

  @BeforeEach
  void begin() throws IOException {
    System.out.println("schedule drill: -Ddrill.seed=" + seed);
    lists = Files.createDirectory(folder.resolve("lists"));
    sandbox = new Sandbox(folder);
    sandbox.start();
    sandbox.apply(file());
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
  }

  private static String name(int number) {
    return "s" + number;
  }

  /** Every fourth process runs for longer than its period. */
  private String file() {
    StringBuilder file = new StringBuilder("version: 1\nproject: drill\nprocesses:\n");
    for (int n = 0; n < PROCESSES; n++) {
      String lasts = n % 4 == 3 ? "; exec sleep 2.5" : "";
      file.append("  ").append(name(n)).append(":\n");
      file.append("    shell: 'echo \"$SENTINELZERO_PLANNED_AT\" >> ").append(list(n));
      file.append(lasts).append("'\n");
      file.append("    schedule: { every: ").append(period(n).toSeconds()).append("s, overlap: ");
      file.append(OVERLAPS.get(n / 4 % 4)).append(", misfire: ");
      file.append(MISFIRES.get(n % 3)).append(" }\n");
    }
    return file.toString();
  }

  private static Duration period(int number) {
    return Duration.ofSeconds(1 + number % 2);
  }

  private Path list(int number) {
    return lists.resolve(name(number));
  }

  @Test
  void fiftyKillsOfTheDaemonLoseAndDoubleNoPlannedRun() throws Exception {
    Random random = new Random(seed);
    int kills = 0;
    while (kills < KILLS || written() < FIRES) {
      int enough = written() + 1 + random.nextInt(20);
      await()
          .atMost(Sandbox.PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> written() >= enough);
      sandbox.kill();
      kills++;
      if (random.nextInt(4) == 0) {
        // This one dies while it comes up, or right after.
        sandbox.spawn().waitFor(300 + random.nextInt(2_000), TimeUnit.MILLISECONDS);
        sandbox.kill();
        kills++;
      }
      sandbox.start();
    }
    for (int n = 0; n < PROCESSES; n++) {
      sandbox.done("schedule", "disable", name(n));
    }
    await()
        .atMost(Sandbox.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(sandbox.done("list", "--format", "json").json().path("processes"))
                    .hasSize(PROCESSES)
                    .allMatch(one -> one.path("state").asText().equals("stopped")));
    int planned = 0;
    for (int n = 0; n < PROCESSES; n++) {
      planned += assertEachRanOnceOrIsExplained(n);
    }
    System.out.printf(
        "schedule drill: %d kills, %d planned, %d of them ran%n", kills, planned, written());
    assertThat(planned).isGreaterThanOrEqualTo(FIRES);
  }

  /** How many runs have begun. */
  private int written() throws IOException {
    int count = 0;
    try (Stream<Path> files = Files.list(lists)) {
      for (Path file : files.toList()) {
        count += lines(file).size();
      }
    }
    return count;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private int assertEachRanOnceOrIsExplained(int number) throws IOException {
    String name = name(number);
    Map<Instant, JsonNode> history = new TreeMap<>();
    sandbox
        .done("schedule", "history", name, "--limit", "10000", "--format", "json")
        .json()
        .path("runs")
        .forEach(
            run ->
                assertThat(history.put(Instant.parse(run.path("planned_at").asText()), run))
                    .as("%s is there twice", run)
                    .isNull());
    Map<Instant, Integer> ran = new HashMap<>();
    for (String line : lines(list(number))) {
      ran.merge(Instant.parse(line), 1, Integer::sum);
    }
    assertThat(history.keySet())
        .as("whatever ran of %s was planned", name)
        .containsAll(ran.keySet());
    assertNoneIsMissing(name, new ArrayList<>(history.keySet()), period(number));
    for (Map.Entry<Instant, JsonNode> planned : history.entrySet()) {
      int times = ran.getOrDefault(planned.getKey(), 0);
      String what = name + " " + planned.getValue();
      switch (planned.getValue().path("outcome").asText()) {
        case "succeeded" -> assertThat(times).as(what).isEqualTo(1);
        // Another run took its place, perhaps before it came to write.
        case "stopped" -> assertThat(times).as(what).isBetween(0, 1);
        case "skipped", "missed" -> {
          assertThat(times).as(what).isZero();
          assertThat(planned.getValue().path("reason").asText()).as(what).isNotEmpty();
        }
        default ->
            throw new AssertionError(
                "not ended as it should, though it ran %d times: %s%n%s"
                    .formatted(times, what, warnings(name)));
      }
    }
    return history.size();
  }

  /** What the daemons had to say of a process. */
  private String warnings(String name) throws IOException {
    return sandbox
        .output()
        .lines()
        .filter(line -> line.contains(" WARN ") && line.contains(name + ":"))
        .collect(Collectors.joining("\n"));
  }

  /** Planned times follow each other at their distance. */
  private static void assertNoneIsMissing(String name, List<Instant> planned, Duration period) {
    assertThat(planned).as(name).isNotEmpty();
    for (int n = 1; n < planned.size(); n++) {
      assertThat(planned.get(n))
          .as("%s: the time after %s", name, planned.get(n - 1))
          .isEqualTo(planned.get(n - 1).plus(period));
    }
  }
}
