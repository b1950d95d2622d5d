package dev.sentinelzero.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.daemon.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A user's shell: a working directory, an environment and perhaps a terminal. Verbs run in this
 * JVM, so that what they cover counts; the daemon is a program of its own.
 */
final class Shell implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Path folder;
  final Path home;
  final Path work;
  final Path launcher;
  final Map<String, String> environment = new HashMap<>();
  final List<String> foreground = new CopyOnWriteArrayList<>();
  boolean terminal;
  int columns = 80;
  boolean launches = true;

  /** How a verb ended and what it said. */
  record Result(int status, String out, String err) {}

  /** A verb that goes on until it is interrupted. */
  final class Running {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CtrlC ctrlC = new CtrlC();
    private final CompletableFuture<Integer> status;

    private Running(String... arguments) {
      status = CompletableFuture.supplyAsync(() -> Cli.run(arguments, with(out, err, ctrlC)));
    }

    String out() {
      return out.toString(UTF_8);
    }

    String err() {
      return err.toString(UTF_8);
    }

    /** Waits until it has said something. */
    void awaitOut(String text) {
      await().atMost(PATIENCE).until(() -> out().contains(text));
    }

    /** Presses Ctrl-C and waits for the end. */
    int interrupt() {
      ctrlC.press();
      return end();
    }

    int end() {
      return status.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private static final class CtrlC implements Ports.Interrupts {
    private final CountDownLatch pressed = new CountDownLatch(1);
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();

    @Override
    public void onInterrupt(Runnable action) {
      actions.add(action);
    }

    @Override
    public boolean pause(Duration duration) throws InterruptedException {
      return pressed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void press() {
      pressed.countDown();
      actions.forEach(Runnable::run);
    }
  }

  Shell(Path folder) throws IOException {
    // The name that the system gives a folder of a test may be one behind symbolic links.
    this.folder = folder.toRealPath();
    home =
        Files.createDirectory(
            this.folder.resolve("home"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    work = Files.createDirectory(this.folder.resolve("work"));
    launcher = this.folder.resolve("bin/sentinelzero");
    Files.createDirectory(launcher.getParent());
    Files.writeString(launcher, "#!/bin/sh\nexec " + java() + " \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    environment.put("SENTINELZERO_HOME", home.toString());
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
    environment.put("HOME", this.folder.toString());
  }

  private static String java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-MaxFDLimit"));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return dev.sentinelzero.units.ShellWords.join(words);
  }

  private Surroundings with(
      ByteArrayOutputStream out, ByteArrayOutputStream err, Ports.Interrupts interrupts) {
    Ports ports =
        new Ports(
            (folder, options) -> {
              foreground.add(folder + " " + options);
              return 0;
            },
            interrupts,
            InstantSource.system(),
            launches ? List.of(launcher.toString()) : List.of());
    return new Surroundings(
        Map.copyOf(environment),
        work,
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, false, UTF_8),
        new PrintStream(err, false, UTF_8),
        new Screen(terminal, () -> columns),
        ports);
  }

  /** What a verb is called with, for one that is made by the test. */
  Call call(ByteArrayOutputStream out, String... arguments) {
    return new Call(
        ArgumentParser.parse(List.of(arguments)).arguments(),
        with(out, new ByteArrayOutputStream(), new CtrlC()));
  }

  /** Runs a verb to its end. */
  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Cli.run(arguments, with(out, err, new CtrlC()));
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs a verb that has to succeed, and gives what it printed. */
  String done(String... arguments) {
    Result result = run(arguments);
    assertThat(result.status()).as("%s", result).isZero();
    return result.out();
  }

  /** Starts a verb that goes on. */
  Running running(String... arguments) {
    return new Running(arguments);
  }

  /** The answer of a verb as JSON. */
  Json json(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--format", "json"));
    words.addAll(List.of(arguments));
    return Json.parse(done(words.toArray(String[]::new)));
  }

  /** One process of {@code status}. */
  Json process(String name) {
    return json("status", name).at("processes").items().getFirst();
  }

  void awaitState(String name, String state) {
    await().atMost(PATIENCE).until(() -> process(name).text("state").equals(state));
  }

  /** Writes a file into the working directory. */
  Path write(String name, String text) throws IOException {
    return Files.writeString(work.resolve(name), text);
  }

  /** Starts the daemon as {@code up} does. */
  void startDaemon() throws IOException {
    write("none.yaml", "version: 1\nproject: none\nprocesses: {}\n");
    done("up", "-f", "none.yaml");
    Files.delete(work.resolve("none.yaml"));
  }

  @Override
  public void close() {
    terminal = false;
    environment.keySet().removeIf(name -> name.startsWith("SENTINELZERO_SERVER"));
    Result stopped = run("daemon", "stop");
    assertThat(stopped.status()).as("%s", stopped).isIn(ExitCode.DONE, ExitCode.UNREACHABLE);
  }
}
