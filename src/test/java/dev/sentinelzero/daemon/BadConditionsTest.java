package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the home can suffer: each time there is a clear message, the rest keeps running, nothing is
 * deleted, and all is well again when the condition is gone.
 */
class BadConditionsTest {
  private static final byte[] GARBAGE = new byte[700];

  static {
    new Random(1).nextBytes(GARBAGE);
  }

  @TempDir Path folder;
  private Sandbox sandbox;
  private boolean mounted;

  @BeforeEach
  void begin() throws Exception {
    sandbox = new Sandbox(folder);
  }

  @AfterEach
  void end() throws Exception {
    if (mounted) {
      command("mount", "-o", "remount,rw", sandbox.home().toString());
    }
    try {
      sandbox.close();
    } finally {
      if (mounted) {
        assertThat(command("umount", "-l", sandbox.home().toString())).isZero();
      }
    }
  }

  @Test
  void aFullDisk() throws Exception {
    mount("size=24m");
    sandbox.start();
    sandbox.apply(
        """
        version: 1
        processes:
          steady: { command: sleep 1000, policy: stubborn }
          web: { command: sleep 1000 }
        policies:
          stubborn: { restart: always, delay: 100ms, max_delay: 200ms, max_retries: -1 }
        """);
    long web = sandbox.pid("web");
    Path ballast = sandbox.home().resolve("ballast");
    fill(ballast);

    ProcessHandle.of(sandbox.pid("steady")).orElseThrow().destroyForcibly();
    await()
        .atMost(Sandbox.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(sandbox.status("steady").path("reason").asText())
                    .contains("No space left on device"));
    assertThat(sandbox.pid("web")).as("the others go on").isEqualTo(web);
    await()
        .atMost(Sandbox.PATIENCE)
        .until(
            () -> {
              sandbox.verb("start", "web", "--no-wait");
              sandbox.verb("stop", "web");
              return sandbox.output().contains("state/processes can't be written");
            });
    assertThat(sandbox.output()).contains("kept in memory until it can: No space left on device");
    sandbox.done("stop", "web");

    Files.delete(ballast);
    sandbox.awaitState("steady", "running");
    sandbox.awaitOutput("can be written again, and nothing is owed");
    sandbox.kill();
    sandbox.start();
    sandbox.awaitState("steady", "running");
    assertThat(sandbox.status("web").path("wanted").asText()).isEqualTo("down");
    assertThat(sandbox.state("web")).isEqualTo("stopped");
    sandbox.done("start", "web");
  }

  @Test
  void aHomeThatCantBeWritten() throws Exception {
    mount("size=24m");
    sandbox.start();
    sandbox.apply("version: 1\nprocesses:\n  web: { command: sleep 1000 }\n");
    sandbox.done("stop", "web");
    sandbox.done("daemon", "stop");
    String home = sandbox.home().toString();
    await().atMost(Sandbox.PATIENCE).until(() -> command("mount", "-o", "remount,ro", home) == 0);

    Process refused = sandbox.spawn();
    assertThat(refused.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(refused.exitValue()).isEqualTo(1);
    assertThat(sandbox.output())
        .contains("the daemon can't start: open " + home)
        .contains("Read-only file system")
        .contains("hint: check that the home " + home);

    assertThat(command("mount", "-o", "remount,rw", home)).isZero();
    sandbox.start();
    sandbox.done("start", "web");
  }

  @Test
  void spoiltRunDirectories() throws Exception {
    String five = "version: 1\nprocesses:\n";
    for (String name : List.of("exit", "leader", "claim", "launch", "whole")) {
      five += "  " + name + ": { command: sleep 1000 }\n";
    }
    sandbox.start();
    sandbox.apply(five);
    Map<String, Long> pids = pids();
    sandbox.kill();
    Map<Path, byte[]> foreign = new HashMap<>();
    for (String name : List.of("exit", "leader", "claim")) {
      spoil(run(name).resolve(name));
    }
    Files.delete(run("launch").resolve("launch.json"));
    foreign.put(run("exit").resolve("notes.txt"), GARBAGE);
    foreign.put(sandbox.home().resolve("run/whole/README"), GARBAGE);
    foreign.put(sandbox.home().resolve("run/stray"), GARBAGE);
    for (Path file : foreign.keySet()) {
      Files.write(file, GARBAGE);
    }

    sandbox.start();

    assertThat(pids()).isEqualTo(pids);
    sandbox.awaitOutput("leader is damaged and left alone");
    for (int round = 0; round < 4; round++) {
      sandbox.done("restart", "*");
    }
    assertThat(pids()).hasSize(5).doesNotContainValue(0L);
    pids.values().forEach(pid -> assertThat(ProcessHandle.of(pid)).as("the old one").isEmpty());
    for (Path file : foreign.keySet()) {
      assertThat(file).hasBinaryContent(GARBAGE);
    }
  }

  @Test
  void spoiltDatabases() throws Exception {
    sandbox.start();
    sandbox.apply("version: 1\nprocesses:\n  web: { command: sleep 1000 }\n");
    final long pid = sandbox.pid("web");
    Path database = sandbox.home().resolve("db/sentinelzero.db");
    for (boolean cut : new boolean[] {true, false}) {
      await()
          .atMost(Sandbox.PATIENCE)
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> Files.exists(database) && tables(database) > 0);
      sandbox.kill();
      checkpoint(database);
      try (var file = Files.newByteChannel(database, StandardOpenOption.WRITE)) {
        if (cut) {
          file.truncate(1_000);
        }
      }
      Files.deleteIfExists(database.resolveSibling("sentinelzero.db-wal"));
      if (!cut) {
        Files.write(database, GARBAGE);
      }
      byte[] spoilt = Files.readAllBytes(database);
      int before = aside(database, spoilt);
      sandbox.start();
      assertThat(sandbox.pid("web")).isEqualTo(pid);
      await().atMost(Sandbox.PATIENCE).until(() -> aside(database, spoilt) == before + 1);
      await()
          .atMost(Sandbox.PATIENCE)
          .untilAsserted(
              () -> assertThat(sandbox.verb("events").out()).contains("database_rebuilt"));
      assertThat(sandbox.output()).contains("The database is spoilt; it was moved aside to");
    }
  }

  private static int tables(Path database) throws SQLException {
    String count = "SELECT count(*) FROM sqlite_master";
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var answer = connection.createStatement().executeQuery(count)) {
      return answer.next() ? answer.getInt(1) : 0;
    }
  }

  /** Moves what is in the WAL into the database, so that there is something to be spoilt. */
  private static void checkpoint(Path database) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      connection.createStatement().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  /** How many files beside the database have this content: nothing is thrown away. */
  private static int aside(Path database, byte[] content) throws IOException {
    int found = 0;
    try (var files = Files.newDirectoryStream(database.getParent(), "*.broken-*")) {
      for (Path file : files) {
        found += java.util.Arrays.equals(Files.readAllBytes(file), content) ? 1 : 0;
      }
    }
    return found;
  }

  @Test
  void aSpoiltStateFileAndJournal() throws Exception {
    String lost = "version: 1\nproject: lost\nprocesses:\n  lost: { command: sleep 1000 }\n";
    sandbox.start();
    sandbox.apply("version: 1\nprocesses:\n  web: { command: sleep 1000 }\n");
    sandbox.apply(lost);
    final Map<String, Long> pids = pids();
    sandbox.kill();
    Path state = sandbox.home().resolve("state/processes");
    String text = Files.readString(state, StandardCharsets.ISO_8859_1);
    String spoilt = text.replace("process/lost\t", "\u00ff\u00fe process lost ") + "\u00ffhalf";
    Files.writeString(state, spoilt, StandardCharsets.ISO_8859_1);
    try (var files = Files.newDirectoryStream(sandbox.home().resolve("state/journal"))) {
      for (Path file : files) {
        Files.write(file, GARBAGE, StandardOpenOption.APPEND);
      }
    }

    sandbox.start();

    assertThat(sandbox.pid("web")).isEqualTo(pids.get("web"));
    assertThat(sandbox.output()).contains("a copy is kept as").contains("run/lost holds runs");
    assertThat(ProcessHandle.of(pids.get("lost"))).isPresent();
    try (var files = Files.newDirectoryStream(state.getParent(), "processes.damaged-*")) {
      Path copy = files.iterator().next();
      assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1)).isEqualTo(spoilt);
    }
    sandbox.done("events");

    sandbox.apply(lost);
    sandbox.awaitState("lost", "running");
    assertThat(ProcessHandle.of(pids.get("lost")))
        .as("the one whose definition was lost is not run beside the new one")
        .isEmpty();
    sandbox.kill();
    sandbox.start();
    assertThat(pids()).containsOnlyKeys("web", "lost").containsEntry("web", pids.get("web"));
  }

  private Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new HashMap<>();
    for (JsonNode one : sandbox.done("list", "--format", "json").json().path("processes")) {
      assertThat(one.path("state").asText()).as("%s", one).isEqualTo("running");
      pids.put(one.path("name").asText(), one.path("pid").asLong());
    }
    return pids;
  }

  /** The directory of the only run. */
  private Path run(String name) throws IOException {
    try (var runs = Files.newDirectoryStream(sandbox.home().resolve("run").resolve(name))) {
      return runs.iterator().next();
    }
  }

  private static void spoil(Path file) throws IOException {
    Files.write(file, GARBAGE, StandardOpenOption.WRITE);
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (int size = 1 << 16; size > 0; size /= 2) {
        fill(out, new byte[size]);
      }
    }
  }

  private static void fill(OutputStream out, byte[] block) {
    try {
      for (long left = 64L << 20; left > 0; left -= block.length) {
        out.write(block);
      }
      throw new IllegalStateException("the disk never got full");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private void mount(String options) throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    String home = sandbox.home().toString();
    mounted = command("mount", "-t", "tmpfs", "-o", options + ",mode=700", "tmpfs", home) == 0;
    assumeThat(mounted).as("only root may mount a small disk").isTrue();
  }

  private static int command(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
