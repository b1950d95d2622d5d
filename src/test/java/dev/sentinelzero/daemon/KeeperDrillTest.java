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
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keepers are killed under fifty processes, with a daemon beside them and without one. */
class KeeperDrillTest {
  private static final int PROCESSES = 50;
  private static final int VICTIMS = 15;

  @TempDir Path folder;
  private Sandbox sandbox;
  private Counters counters;
  private final long seed = Long.getLong("drill.seed", System.nanoTime());
  private final Set<String> victims = new HashSet<>();

  @BeforeEach
  void begin() throws Exception {
    System.out.println("keeper drill: -Ddrill.seed=" + seed);
    sandbox = new Sandbox(folder);
    sandbox.start();
    counters = new Counters(sandbox, folder, PROCESSES, false);
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
  }

  @Test
  void killedKeepersLoseNoProcessAndNoLaterLine() throws Exception {
    Random random = new Random(seed);
    Map<String, Long> pids = steady();
    assertThat(pids).hasSize(PROCESSES);

    killKeepers(random);
    awaitKeepers();
    sandbox.kill();
    killKeepers(random);
    sandbox.start();
    awaitKeepers();
    killKeepers(random);
    sandbox.kill();
    sandbox.start();
    awaitKeepers();

    assertThat(steady()).isEqualTo(pids);
    counters.assertNoneRunsTwice();
    awaitLaterLines();
    sandbox.done("stop", "--all");
    assertThat(counters.alive()).isEmpty();
    assertOutputAndExits();
  }

  private Map<String, Long> steady() throws IOException {
    Map<String, Long> pids = new HashMap<>();
    for (JsonNode status : sandbox.done("list", "--format", "json").json().path("processes")) {
      pids.put(status.path("name").asText(), status.path("pid").asLong());
    }
    return pids;
  }

  private void killKeepers(Random random) throws IOException {
    Map<Long, String> keepers = new HashMap<>(sandbox.keepers());
    List<Long> order = new ArrayList<>(keepers.keySet());
    Collections.sort(order);
    Collections.shuffle(order, random);
    for (long pid : order.subList(0, VICTIMS)) {
      victims.add(keepers.get(pid));
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Everything that runs has a living keeper. */
  private void awaitKeepers() {
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () -> {
              Set<String> kept = new HashSet<>(sandbox.keepers().values());
              for (JsonNode status :
                  sandbox.done("list", "--format", "json").json().path("processes")) {
                assertThat(status.path("state").asText()).as("%s", status).isEqualTo("running");
                assertThat(kept).contains(status.path("run").asText());
              }
            });
  }

  private void awaitLaterLines() throws IOException {
    Map<String, Long> before = printed();
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Long> now = printed();
              before.forEach(
                  (name, number) -> assertThat(now.get(name)).as(name).isGreaterThan(number));
            });
  }

  private Map<String, Long> printed() throws IOException {
    Map<String, Long> printed = new HashMap<>();
    counters
        .outputs()
        .forEach(
            (name, runs) ->
                printed.put(
                    name, runs.values().stream().mapToLong(run -> run.numbers().size()).sum()));
    return printed;
  }

  /**
   * A keeper that dies between its read and its write takes what it has read along; everything else
   * is there once and in order.
   */
  private void assertOutputAndExits() throws Exception {
    for (Map.Entry<String, Map<String, Counters.Output>> process : counters.outputs().entrySet()) {
      Map<String, JsonNode> exits = counters.exits(process.getKey());
      Counters.assertOneAfterTheOther(process.getKey(), process.getValue());
      for (Map.Entry<String, Counters.Output> run : process.getValue().entrySet()) {
        Counters.Output output = run.getValue();
        JsonNode exit = exits.get(run.getKey());
        assertThat(exit).as(run.getKey()).isNotNull();
        if (victims.contains(run.getKey())) {
          assertThat(output.numbers()).isSorted().doesNotHaveDuplicates();
          assertThat(Counters.gaps(output)).as("bursts lost").isLessThanOrEqualTo(3);
        } else {
          Counters.assertComplete(run.getKey(), output);
          assertThat(output.ends()).as(run.getKey()).hasSize(1);
          assertThat(output.ends().getFirst()).endsWith(" " + exit.path("code").asText());
        }
      }
    }
  }
}
