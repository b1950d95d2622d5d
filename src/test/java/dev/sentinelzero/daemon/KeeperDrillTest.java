package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keepers are killed under fifty processes, with a daemon beside them and without one. Ten of the
 * processes end by themselves all the time, so that some do while they have no keeper.
 */
class KeeperDrillTest {
  private static final int PROCESSES = 50;
  private static final int VICTIMS = 15;

  /**
   * Never filled: a keeper reads no more at once than its segment has room for, and one that is
   * killed with half a line would take the half along.
   */
  private static final int LARGE_SEGMENT = 10_000_000;

  @TempDir Path folder;
  private Sandbox sandbox;
  private Counters counters;
  private final long seed = Long.getLong("drill.seed", System.nanoTime());

  /** How many lines a run had printed at most when its keeper was dead, for each such keeper. */
  private final Map<String, List<Integer>> kills = new HashMap<>();

  /** Runs that ended while neither a keeper nor a daemon held their output. */
  private final Set<String> forsaken = new HashSet<>();

  @BeforeEach
  void begin() throws Exception {
    System.out.println("keeper drill: -Ddrill.seed=" + seed);
    sandbox = new Sandbox(folder);
    sandbox.start();
    counters = new Counters(sandbox, folder, PROCESSES, LARGE_SEGMENT);
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
  }

  @Test
  void killedKeepersLoseNoProcessAndNoLaterLine() throws Exception {
    Random random = new Random(seed);
    final Map<String, Long> pids = pids();
    assertThat(pids.keySet()).containsAll(counters.steady());

    killKeepers(random);
    awaitKeepers();
    sandbox.kill();
    Set<String> alone = killKeepers(random);
    sandbox.start();
    for (String run : alone) {
      if (!Counters.code(counters.truth(run)).isEmpty()) {
        forsaken.add(run);
      }
    }
    awaitKeepers();
    killKeepers(random);
    sandbox.kill();
    sandbox.start();
    awaitKeepers();

    assertThat(pids()).containsAllEntriesOf(steady(pids));
    counters.assertNoneRunsTwice();
    awaitLaterLines();
    sandbox.done("stop", "--all");
    assertThat(counters.alive()).isEmpty();
    assertOutputAndExits();
  }

  private Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new HashMap<>();
    for (JsonNode status : list()) {
      pids.put(status.path("name").asText(), status.path("pid").asLong());
    }
    return pids;
  }

  private Map<String, Long> steady(Map<String, Long> pids) {
    Map<String, Long> steady = new HashMap<>(pids);
    steady.keySet().retainAll(counters.steady());
    return steady;
  }

  private JsonNode list() throws IOException {
    return sandbox.done("list", "--format", "json").json().path("processes");
  }

  /** Returns the runs that lost their keeper, when those are dead. */
  private Set<String> killKeepers(Random random) throws IOException {
    Map<Long, String> keepers = sandbox.keepers();
    List<Long> order = new ArrayList<>(keepers.keySet());
    Collections.sort(order);
    Collections.shuffle(order, random);
    Set<String> killed = new HashSet<>();
    for (long pid : order.subList(0, VICTIMS)) {
      // One that has ended meanwhile saw everything.
      if (ProcessHandle.of(pid).filter(ProcessHandle::destroyForcibly).isPresent()) {
        await()
            .atMost(Sandbox.PATIENCE)
            .pollDelay(java.time.Duration.ZERO)
            .until(() -> !Sandbox.isKeeper(pid));
        String run = keepers.get(pid);
        killed.add(run);
        int printed = counters.truth(run).size();
        kills.computeIfAbsent(run, id -> new ArrayList<>()).add(printed);
      }
    }
    return killed;
  }

  /** Everything that runs has a living keeper, and what never ends runs. */
  private void awaitKeepers() {
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode all = list();
              Set<String> kept = new HashSet<>(sandbox.keepers().values());
              for (JsonNode status : all) {
                if (counters.steady().contains(status.path("name").asText())) {
                  assertThat(status.path("state").asText()).as("%s", status).isEqualTo("running");
                  assertThat(kept).contains(status.path("run").asText());
                }
              }
            });
  }

  private void awaitLaterLines() throws IOException {
    Map<String, Integer> before = printed();
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Integer> now = printed();
              before.forEach(
                  (name, number) -> assertThat(now.get(name)).as(name).isGreaterThan(number));
            });
  }

  private Map<String, Integer> printed() throws IOException {
    Map<String, Integer> printed = new HashMap<>();
    counters
        .outputs()
        .forEach(
            (name, runs) ->
                printed.put(
                    name, runs.values().stream().mapToInt(run -> run.lines().size()).sum()));
    return printed;
  }

  private void assertOutputAndExits() throws Exception {
    Map<String, Map<String, Counters.Output>> outputs = counters.outputs();
    for (Map.Entry<String, Map<String, List<String>>> process : counters.truths().entrySet()) {
      String name = process.getKey();
      Map<String, Counters.Output> logged = outputs.get(name);
      Counters.assertOneAfterTheOther(name, logged);
      Map<String, JsonNode> exits = counters.exits(name);
      assertThat(exits.keySet()).as(name).isEqualTo(process.getValue().keySet());
      for (Map.Entry<String, List<String>> run : process.getValue().entrySet()) {
        List<String> lines =
            Optional.ofNullable(logged.get(run.getKey()))
                .map(Counters.Output::lines)
                .orElse(List.of());
        assertLines(run.getKey(), run.getValue(), lines);
        assertExit(run.getKey(), Counters.code(run.getValue()), exits.get(run.getKey()));
      }
    }
  }

  /**
   * A keeper that dies between its read and its write takes what it has read along, which was
   * printed before. Everything else is there once and in order.
   */
  private void assertLines(String run, List<String> truth, List<String> lines) {
    List<Integer> excuses = new ArrayList<>(kills.getOrDefault(run, List.of()));
    Collections.sort(excuses);
    int next = 0;
    for (int number = 0; number < truth.size(); number++) {
      if (next < lines.size() && lines.get(next).equals(truth.get(number))) {
        next++;
        continue;
      }
      int lost = number;
      while (number + 1 < truth.size()
          && !(next < lines.size() && lines.get(next).equals(truth.get(number + 1)))) {
        number++;
      }
      boolean isTail = number + 1 == truth.size();
      if (isTail && forsaken.contains(run)) {
        continue;
      }
      int end = number + 1;
      Optional<Integer> excuse = excuses.stream().filter(printed -> end <= printed).findFirst();
      assertThat(excuse)
          .as(
              "a killed keeper that had read lines %d to %d of %s, of %s; it logged %s",
              lost + 1, end, run, truth, lines)
          .isPresent();
      excuses.remove(excuse.get());
    }
    assertThat(next)
        .as("lines of %s that were not printed: %s", run, lines)
        .isEqualTo(lines.size());
  }

  /** The exit of a process is unknown only when its keeper was killed. */
  private void assertExit(String run, String code, JsonNode exit) {
    assertThat(code).as("%s was not killed", run).isNotEmpty();
    if (!kills.containsKey(run) || exit.has("code") && !exit.path("code").isNull()) {
      assertThat(exit.path("code").asText()).as("%s: %s", run, exit).isEqualTo(code);
    } else {
      assertThat(exit.path("signal").isNull()).as("%s: %s", run, exit).isTrue();
    }
  }
}
