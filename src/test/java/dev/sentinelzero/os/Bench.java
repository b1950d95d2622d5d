package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Keepers with real processes in a scratch home. Whatever is still alive at the end is killed. */
final class Bench implements AutoCloseable {
  static final long SEGMENT = 1 << 20;
  private static final int PATIENCE = 20;
  final Path home;
  final Keepers.Places places;
  private final Map<RunId, LinkedBlockingQueue<Event.Fact>> facts = new ConcurrentHashMap<>();
  private final List<Launcher.Run> runs = new ArrayList<>();
  private Keepers keepers;

  Bench(Path home) throws IOException {
    this.home = home;
    places =
        new Keepers.Places(KeeperInstall.install(home), home.resolve("run"), home.resolve("logs"));
    keepers = new Keepers(places, this::hear);
  }

  private void hear(ProcessName name, Event.Fact fact) {
    queue(fact.run()).add(fact);
  }

  private LinkedBlockingQueue<Event.Fact> queue(RunId run) {
    return facts.computeIfAbsent(run, id -> new LinkedBlockingQueue<>());
  }

  Keepers keepers() {
    return keepers;
  }

  /** The daemon dies; another one comes up later. */
  void restart() throws SystemFailure {
    keepers.close();
    keepers = new Keepers(places, this::hear);
  }

  static Launcher.Run run(String name) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Launcher.Run(
        new ProcessName(name),
        RunId.of(System.currentTimeMillis(), random.nextLong(), random.nextLong()));
  }

  static Launcher.Settings settings() {
    return new Launcher.Settings(
        "/",
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of(),
        Optional.empty(),
        SEGMENT);
  }

  static Launcher.Order order(Launcher.Run run, Launcher.Settings settings, String... words) {
    List<byte[]> environment =
        List.of(bytes("PATH=/usr/bin:/bin"), bytes("SENTINELZERO_RUN_ID=" + run.id().value()));
    return new Launcher.Order(
        run, List.of(words).stream().map(Bench::bytes).toList(), environment, settings);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Launcher.Run launch(String... words) {
    return launch(order(run("web"), settings(), words));
  }

  Launcher.Run launch(Launcher.Order order) {
    runs.add(order.run());
    keepers.launch(order);
    return order.run();
  }

  Launcher.Run shell(String script) {
    return launch("/bin/sh", "-c", script);
  }

  /** The next fact about a run, which must be of this type. */
  <T extends Event.Fact> T next(Launcher.Run run, Class<T> type) throws InterruptedException {
    Event.Fact fact = queue(run.id()).poll(PATIENCE, TimeUnit.SECONDS);
    assertThat(fact).as("the next fact about " + run).isInstanceOf(type);
    return type.cast(fact);
  }

  /** The end of a run, whether or not it was seen before that its leader ended first. */
  Event.Gone end(Launcher.Run run) throws InterruptedException {
    Event.Fact fact = queue(run.id()).poll(PATIENCE, TimeUnit.SECONDS);
    if (fact instanceof Event.Ended) {
      return next(run, Event.Gone.class);
    }
    assertThat(fact).as("the next fact about " + run).isInstanceOf(Event.Gone.class);
    return (Event.Gone) fact;
  }

  /** Facts that are there already. */
  List<Event.Fact> heard(Launcher.Run run) {
    return List.copyOf(queue(run.id()));
  }

  Path directory(Launcher.Run run) {
    return places.of(run).files().directory();
  }

  RunFiles files(Launcher.Run run) {
    return places.of(run).files();
  }

  String output(Launcher.Run run) throws IOException {
    Path file = places.of(run).log().resolve("000001.out");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  void kill(long pid) {
    assertThat(Pids.kill(pid, 9)).isZero();
  }

  @Override
  public void close() {
    for (Launcher.Run run : runs) {
      if (files(run).keeper().filter(Identities::isAlive).isPresent()
          || files(run)
              .leader()
              .map(RunFiles.Leader::identity)
              .filter(Identities::isAlive)
              .isPresent()) {
        assertThat(keepers.sweep(run, dev.sentinelzero.process.StopRule.Scope.TREE)).isEmpty();
      }
    }
    keepers.close();
  }
}
