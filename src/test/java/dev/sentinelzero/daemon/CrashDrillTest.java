package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon is killed again and again while users start, stop and kill fifty processes. */
class CrashDrillTest {
  private static final int PROCESSES = 50;
  private static final int KILLS = 10;
  private static final int USERS = 4;

  /** So that every run fills several. */
  private static final int SMALLEST_SEGMENT = 4096;

  @TempDir Path folder;
  private Sandbox sandbox;
  private Counters counters;
  private final long seed = Long.getLong("drill.seed", System.nanoTime());

  @BeforeEach
  void begin() throws Exception {
    System.out.println("crash drill: -Ddrill.seed=" + seed);
    sandbox = new Sandbox(folder);
    sandbox.start();
    counters = new Counters(sandbox, folder, PROCESSES, SMALLEST_SEGMENT);
  }

  @AfterEach
  void end() throws Exception {
    sandbox.close();
  }

  @Test
  void tenKillsOfTheDaemonLoseNothing() throws Exception {
    Users users = new Users();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      assertThat(users.done.tryAcquire(1 + random.nextInt(12), 180, TimeUnit.SECONDS)).isTrue();
      sandbox.kill();
      counters.assertNoneRunsTwice();
      if (random.nextInt(3) == 0) {
        // This one dies while it comes up, or before.
        sandbox.spawn().waitFor(random.nextInt(800), TimeUnit.MILLISECONDS);
        sandbox.kill();
      }
      sandbox.start();
    }
    users.stop();

    await().atMost(Sandbox.PATIENCE).untilAsserted(() -> assertWantsAreKept(users.wanted));
    counters.assertNoneRunsTwice();
    sandbox.done("stop", "--all");
    assertThat(counters.alive()).isEmpty();
    assertOutputAndExits();
  }

  private void assertWantsAreKept(Map<String, String> wants) throws IOException {
    JsonNode all = sandbox.done("list", "--format", "json").json().path("processes");
    assertThat(all).hasSize(PROCESSES);
    for (JsonNode status : all) {
      String name = status.path("name").asText();
      String wanted = wants.getOrDefault(name, "up");
      assertThat(status.path("wanted").asText()).as(name).isEqualTo(wanted);
      String state = status.path("state").asText();
      assertThat(state).as(name).isEqualTo(wanted.equals("up") ? "running" : "stopped");
    }
  }

  /** What a run printed as its last line is how it ended; all others were killed. */
  private void assertOutputAndExits() throws Exception {
    Map<String, Map<String, Counters.Output>> outputs = counters.outputs();
    Map<String, Map<String, List<String>>> truths = counters.truths();
    assertThat(outputs.keySet()).isEqualTo(truths.keySet()).hasSize(PROCESSES);
    for (Map.Entry<String, Map<String, List<String>>> process : truths.entrySet()) {
      String name = process.getKey();
      Map<String, Counters.Output> logged = outputs.get(name);
      Counters.assertOneAfterTheOther(name, logged);
      assertThat(process.getValue().keySet()).as(name).containsAll(logged.keySet());
      Map<String, JsonNode> exits = counters.exits(name);
      assertThat(exits.keySet()).as(name).containsAll(process.getValue().keySet());
      for (Map.Entry<String, JsonNode> exit : exits.entrySet()) {
        String run = exit.getKey();
        List<String> truth = process.getValue().getOrDefault(run, List.of());
        List<String> lines = logged.containsKey(run) ? logged.get(run).lines() : List.of();
        assertRun(name + " " + run, truth, lines, exit.getValue());
      }
    }
  }

  private static void assertRun(String run, List<String> truth, List<String> lines, JsonNode exit) {
    String code = Counters.code(truth);
    if (exit.path("stage").asText().equals("keeper")) {
      // The daemon was killed between the decision and the launch: nothing of it ever ran.
      assertThat(truth).as(run).isEmpty();
    } else if (code.isEmpty()) {
      // TERM: it was stopped before it had begun to listen to that.
      assertThat(exit.path("signal").asText()).as(run).isIn("SIGKILL", "SIGTERM");
      boolean cut = lines.size() == truth.size() - 1;
      assertThat(lines).as(run).isEqualTo(cut ? truth.subList(0, lines.size()) : truth);
    } else if (exit.path("signal").asText().equals("SIGKILL")) {
      // Killed on its last steps, between the truth and the line or behind it.
      assertThat(lines).as(run).isIn(truth, truth.subList(0, truth.size() - 1));
    } else {
      assertThat(exit.path("code").asText()).as(run).isEqualTo(code);
      assertThat(lines).as(run).isEqualTo(truth);
    }
  }

  /** Users who start, stop, restart and kill; each has processes of his own. */
  private final class Users {
    private static final List<String> DEEDS = List.of("start", "stop", "restart", "kill", "start");
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads;

    /** How often a deed was done. */
    final Semaphore done = new Semaphore(0);

    /**
     * What the last answered deed wanted, also one that was given up while its effect was awaited;
     * a deed without an answer is done again.
     */
    final Map<String, String> wanted = new ConcurrentHashMap<>();

    Users() {
      threads =
          java.util.stream.IntStream.range(0, USERS)
              .mapToObj(user -> Thread.ofPlatform().name("user-" + user).start(() -> live(user)))
              .toList();
    }

    private void live(int user) {
      Random random = new Random(seed + 1 + user);
      while (!over.get()) {
        String name = Counters.name(USERS * random.nextInt(PROCESSES / USERS) + user);
        String deed = DEEDS.get(random.nextInt(DEEDS.size()));
        Sandbox.Result result = act(name, deed);
        while (unanswered(result)) {
          result = act(name, deed);
        }
        if (!deed.equals("kill")) {
          wanted.put(name, deed.equals("stop") ? "down" : "up");
        }
        done.release();
      }
    }

    private Sandbox.Result act(String name, String deed) {
      return deed.equals("kill")
          ? sandbox.verb("signal", "KILL", name)
          : sandbox.verb(deed, name, "--timeout", "170s");
    }

    /** No daemon, or none any more. */
    private boolean unanswered(Sandbox.Result result) {
      return result.status() == 4 || result.err().contains("connection");
    }

    void stop() throws InterruptedException {
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }
}
