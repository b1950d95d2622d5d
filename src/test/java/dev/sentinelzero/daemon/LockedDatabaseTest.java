package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program locks the database: nothing that keeps processes up waits for it. */
class LockedDatabaseTest {
  private static final int PROCESSES = 10;
  private static final int ROUNDS = 10;

  /** Holds the lock until its input ends, and says when it has it and when it gave it back. */
  private static final String LOCKER =
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
      database.execute("BEGIN EXCLUSIVE")
      print("locked", flush=True)
      sys.stdin.read()
      database.execute("ROLLBACK")
      print("free", flush=True)
      """;

  @TempDir Path folder;
  private Sandbox sandbox;
  private final List<Process> lockers = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    sandbox = new Sandbox(folder);
    sandbox.start();
  }

  @AfterEach
  void end() throws Exception {
    for (Process locker : lockers) {
      locker.destroyForcibly().waitFor();
    }
    sandbox.close();
  }

  @Test
  void killedProcessesComeBackWhileTheDatabaseIsLocked() throws Exception {
    StringBuilder file = new StringBuilder("version: 1\nproject: lock\nprocesses:\n");
    IntStream.range(0, PROCESSES)
        .forEach(
            n -> {
              file.append("  p").append(n).append(": { command: sleep 1000, policy: at-once }\n");
              file.append("  q").append(n).append(": { command: sleep 1000, group: bulk }\n");
            });
    file.append("policies:\n  at-once: { restart: always, delay: 0s, max_retries: -1 }\n");
    sandbox.apply(file.toString());
    Path database = sandbox.home().resolve("db").resolve("sentinelzero.db");
    await().atMost(Sandbox.PATIENCE).until(() -> Files.exists(database));
    Process locker = lock(database);

    Thread bulk = Thread.ofPlatform().start(this::bulk);
    for (int round = 0; round < ROUNDS; round++) {
      for (int n = 0; n < PROCESSES; n++) {
        long before = sandbox.pid("p" + n);
        assertThat(ProcessHandle.of(before).orElseThrow().destroyForcibly()).isTrue();
        awaitSuccessor("p" + n, before);
      }
    }
    bulk.join();
    // Nobody but us ends the lock, and only now: every restart happened under it.
    assertThat(locker.isAlive()).isTrue();
    sandbox.awaitOutput("The database can't be written");
    locker.getOutputStream().close();
    assertThat(locker.waitFor()).isZero();

    sandbox.awaitOutput("The database is back");
    for (int n = 0; n < PROCESSES; n++) {
      String name = "p" + n;
      await().atMost(Sandbox.PATIENCE).untilAsserted(() -> assertKilledInHistory(name));
    }
  }

  private Process lock(Path database) throws IOException {
    Process locker =
        new ProcessBuilder("python3", "-c", LOCKER, database.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lockers.add(locker);
    BufferedReader said = locker.inputReader();
    assertThat(said.readLine()).isEqualTo("locked");
    return locker;
  }

  private void bulk() {
    for (int round = 0; round < 3; round++) {
      sandbox.done("restart", "--group", "bulk");
      sandbox.done("stop", "--group", "bulk");
      sandbox.done("start", "--group", "bulk");
    }
  }

  private void awaitSuccessor(String name, long before) {
    await()
        .atMost(Sandbox.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> sandbox.pid(name) != before && sandbox.state(name).equals("running"));
  }

  /** All runs are in the history in the end, and all but the present one were killed. */
  private void assertKilledInHistory(String name) throws IOException {
    var runs =
        sandbox
            .done("status", name, "--history", "--limit", "1000", "--format", "json")
            .json()
            .path("runs");
    assertThat(runs).hasSize(ROUNDS + 1);
    assertThat(runs.findValuesAsText("signal")).filteredOn("SIGKILL"::equals).hasSize(ROUNDS);
  }
}
