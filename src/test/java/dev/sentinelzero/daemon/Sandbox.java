package dev.sentinelzero.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinelzero.cli.Cli;
import dev.sentinelzero.cli.Ports;
import dev.sentinelzero.cli.Screen;
import dev.sentinelzero.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A home with a real daemon, which is a JVM of its own that may be killed at any time. Verbs run as
 * users type them, but inside the test's JVM: a drill runs hundreds of them.
 */
final class Sandbox implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;
  private final Path home;
  private final List<String> wrapper;
  private @Nullable Process daemon;

  /** What a verb answered. */
  record Result(int status, String out, String err) {
    JsonNode json() throws IOException {
      return MAPPER.readTree(out);
    }

    List<JsonNode> jsonLines() throws IOException {
      List<JsonNode> all = new ArrayList<>();
      for (String line : out.lines().toList()) {
        all.add(MAPPER.readTree(line));
      }
      return all;
    }
  }

  Sandbox(Path folder) throws IOException {
    this(folder, folder.resolve("home"), List.of());
  }

  /**
   * The same somewhere else.
   *
   * @param folder for the daemon's output
   * @param wrapper words in front of the daemon's command, such as {@code setpriv}
   */
  Sandbox(Path folder, Path home, List<String> wrapper) throws IOException {
    this.folder = folder;
    this.home = home;
    this.wrapper = wrapper;
    if (Files.notExists(home)) {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  Path home() {
    return home;
  }

  /** Starts a daemon and returns when it answers. */
  void start() {
    Process started = spawn();
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !started.isAlive() || verb("list").status() == 0);
      assertThat(started.isAlive()).as("the daemon lives: %s", output()).isTrue();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts a daemon and waits for nothing. */
  Process spawn() {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-MaxFDLimit"));
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--home", home.toString(), "daemon"));
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      daemon = started;
      return started;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** {@code kill -9} of the daemon; returns when it is dead. */
  void kill() throws InterruptedException {
    Process killed = daemon;
    if (killed != null) {
      killed.destroyForcibly().waitFor();
    }
  }

  private Path log() {
    return folder.resolve("daemon.log");
  }

  /** What all daemons have said. */
  String output() throws IOException {
    return Files.exists(log()) ? Files.readString(log()) : "";
  }

  /** Runs a verb. */
  Result verb(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("--home", home.toString()));
    all.addAll(List.of(words));
    Surroundings surroundings =
        new Surroundings(
            Map.of("PATH", System.getenv("PATH")),
            folder,
            InputStream.nullInputStream(),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            new Screen(false, () -> 200),
            new Ports(
                (at, options) -> {
                  throw new IllegalStateException("a daemon is a process of its own here");
                },
                new NoInterrupts(),
                InstantSource.system(),
                List.of()));
    int status = Cli.run(all.toArray(String[]::new), surroundings);
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs a verb that must succeed. */
  Result done(String... words) {
    Result result = verb(words);
    assertThat(result.status()).as("%s: %s", List.of(words), result.err()).isZero();
    return result;
  }

  /** The process as {@code status} shows it. */
  JsonNode status(String name) throws IOException {
    return done("status", name, "--format", "json").json().path("processes").get(0);
  }

  String state(String name) throws IOException {
    return status(name).path("state").asText();
  }

  long pid(String name) throws IOException {
    return status(name).path("pid").asLong();
  }

  /** Returns when a process is in this state. */
  void awaitState(String name, String state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(state(name)).as(name).isEqualTo(state));
  }

  /** Returns when the daemons have said this. */
  void awaitOutput(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(output()).contains(text));
  }

  /** Applies a process file. */
  Result apply(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("stack.yaml"), yaml);
    return done("config", "apply", "-f", file.toString());
  }

  /** The living keepers, by the claims: their runs by their pids. */
  Map<Long, String> keepers() throws IOException {
    Map<Long, String> pids = new HashMap<>();
    for (Path claim : runFiles("claim")) {
      String[] fields = Files.readString(claim).split(" ");
      if (fields.length > 1 && isKeeper(Long.parseLong(fields[1]))) {
        pids.put(Long.parseLong(fields[1]), claim.getParent().getFileName().toString());
      }
    }
    return pids;
  }

  /** Whether a keeper lives under this pid. A zombie is none: nobody can see its program. */
  static boolean isKeeper(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().command())
        .filter(command -> command.contains("keeper-"))
        .isPresent();
  }

  /** All files of this name in run directories. */
  List<Path> runFiles(String name) throws IOException {
    try (var found = Files.find(home.resolve("run"), 3, (path, about) -> path.endsWith(name))) {
      return found.sorted().toList();
    }
  }

  /** Stops everything, whatever state the daemon is in. */
  @Override
  public void close() throws Exception {
    if (daemon == null || !daemon.isAlive()) {
      start();
    }
    done("stop", "--all", "--force");
    verb("daemon", "stop");
    Process last = daemon;
    if (last != null && !last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }

  private static final class NoInterrupts implements Ports.Interrupts {
    @Override
    public void onInterrupt(Runnable action) {}

    @Override
    public boolean pause(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
      return false;
    }
  }
}
