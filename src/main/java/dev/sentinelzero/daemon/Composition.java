package dev.sentinelzero.daemon;

import dev.sentinelzero.alerts.Notifications;
import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.delivery.Notifying;
import dev.sentinelzero.files.ProcessLogs;
import dev.sentinelzero.http.HttpServer;
import dev.sentinelzero.http.Services;
import dev.sentinelzero.os.BootClock;
import dev.sentinelzero.os.Identities;
import dev.sentinelzero.os.Keepers;
import dev.sentinelzero.probes.RunProber;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.ProbeLoop;
import dev.sentinelzero.runtime.Probing;
import dev.sentinelzero.runtime.Projects;
import dev.sentinelzero.runtime.Sampler;
import dev.sentinelzero.runtime.Supervisor;
import dev.sentinelzero.runtime.TriggerLoop;
import dev.sentinelzero.runtime.World;
import dev.sentinelzero.store.StoreSettings;
import dev.sentinelzero.store.Stores;
import dev.sentinelzero.watching.FileWatching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of the daemon, put together by plain {@code new} and taken apart in reverse. */
final class Composition implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Composition.class);
  private static final int BLOCKING_THREADS = 12;
  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Home home;
  private final DaemonSettings settings;
  private final Stopping stopping;
  private final ExecutorService blocking =
      Executors.newFixedThreadPool(
          BLOCKING_THREADS, Thread.ofPlatform().name("blocking-", 0).daemon().factory());
  private final Stores stores;
  private final StateMemory memory;
  private final Keepers keepers;
  private final Supervisor supervisor;
  private final Projects projects;
  private final ProcessLogs logs;
  private final Ears ears;
  private final RunProber prober;
  private final ProbeLoop probes;
  private final TriggerLoop triggers;
  private final JournalTap journal;
  private final FileWatching files;
  private final KeptAlerts alerts;
  private final Notifying notifying;
  private final Sampler sampler;
  private final Housekeeping housekeeping = new Housekeeping();
  private @Nullable HttpServer server;

  Composition(Home home, Path keeper, DaemonSettings settings, Stopping stopping)
      throws IOException {
    this.home = home;
    this.settings = settings;
    this.stopping = stopping;
    this.stores =
        Stores.open(
            home.path(), StoreSettings.standard().withWhenRebuilt(this::journalDefinitions));
    this.memory =
        new StateMemory(home.state().resolve("processes"), BootClock::now, Identities.boot());
    this.keepers =
        new Keepers(
            new Keepers.Places(keeper, home.runs(), home.logs()),
            new Launcher.FactListener() {
              @Override
              public void on(ProcessName name, Event.Fact fact) {
                supervisor().on(name, fact);
              }
            });
    String path = settings.environmentPath().orElse(SYSTEM_PATH);
    this.logs = new ProcessLogs(home.logs(), this::isLive);
    this.ears = Ears.open(home, keepers);
    this.journal = new JournalTap(stores.journal());
    ThisHost host = new ThisHost(keepers.sampler(), path, ears.socket());
    RandomGenerator random = ThreadRandom.INSTANCE;
    World world = new World(BootClock::now, random, keepers, memory, journal, host, blocking);
    this.supervisor = new Supervisor(world, new FieldDifferences());
    this.projects =
        new Projects(world, supervisor, new RevisionFiles(home.state().resolve("revisions")));
    this.prober = new RunProber(keeper, new ProbedLogs(logs), ears.board());
    Probing probing = new Probing(supervisor, host, blocking);
    this.probes =
        new ProbeLoop(prober, probing, new ProbeLoop.Clocks(System::nanoTime, BootClock::nanos));
    probing.use(probes);
    supervisor.probe(probing);
    this.triggers = new TriggerLoop(BootClock::now, supervisor::find, supervisor::tell);
    supervisor.listen(triggers);
    this.files = new FileWatching(supervisor::tell, journal);
    journal.listen(new ResetWatch(files));
    supervisor.listen(files);
    this.alerts =
        new KeptAlerts(
            home.state().resolve("notifications"), !settings.notifications().targets().isEmpty());
    this.notifying =
        new Notifying(
            settings.notifications(),
            alerts,
            new Notifying.Parts(
                keeper.toAbsolutePath(),
                home.path(),
                home.temporary(),
                ThisHost.name(),
                path,
                host::ownEnvironment,
                this::notifyLabel,
                BootClock::now));
    journal.listen(notifying);
    this.sampler = new Sampler(supervisor, host, settings.limitSamples());
  }

  private void journalDefinitions() {
    supervisor.journalDefinitions();
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /**
   * Takes up what is there and serves; the server is made beside, and its first answers wait until
   * everything is taken up.
   *
   * @throws IOException when the socket can't be made
   */
  void begin(Path socket) throws IOException {
    CompletableFuture<Void> takenUp = new CompletableFuture<>();
    CompletableFuture<HttpServer> serving =
        CompletableFuture.supplyAsync(() -> serve(socket, takenUp), blocking);
    notifying.start();
    supervisor.comeUp(Identities.boot());
    triggers.start();
    tellOfStrangers();
    takenUp.complete(null);
    try {
      server = serving.join();
    } catch (CompletionException e) {
      throw new IOException("the control socket " + socket + " can't be made: " + e.getCause(), e);
    }
    beginChores();
  }

  /** Runs whose definition is lost are left alone, since nobody knows what is wanted of them. */
  private void tellOfStrangers() {
    Set<String> known =
        supervisor.all().stream()
            .map(managed -> managed.name().directory())
            .collect(Collectors.toSet());
    try (Stream<Path> folders = Files.list(home.runs())) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        String name = folder.getFileName().toString();
        if (!known.contains(name) && hasRuns(folder)) {
          LOG.warn(
              "{} holds runs of a process that is not known; they are left alone. If it is one of"
                  + " yours, apply its process file again and it is taken over; else move the"
                  + " folder away",
              folder);
        }
      }
    } catch (IOException e) {
      LOG.warn("the run directories can't be listed: {}", e.toString());
    }
  }

  private static boolean hasRuns(Path folder) throws IOException {
    try (Stream<Path> runs = Files.list(folder)) {
      return runs.anyMatch(run -> RunId.isValid(run.getFileName().toString()));
    }
  }

  private HttpServer serve(Path socket, CompletableFuture<Void> takenUp) {
    LogStreams streams = new LogStreams(logs, Causes::of);
    Services services =
        new Services(
            supervisor,
            projects,
            sampler,
            stores.archive(),
            streams,
            new EventStreams(stores),
            new Control(home, settings, stopping, stores, notifying),
            BootClock::now);
    try {
      return new HttpServer(socket, services, takenUp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instance that is gone has no label, and everybody is told. */
  private String notifyLabel(String key) {
    return supervisor
        .find(key)
        .map(managed -> managed.definition().spec().labels().getOrDefault(Notifications.LABEL, ""))
        .orElse("");
  }

  private boolean isLive(ProcessName name, RunId run) {
    return supervisor.isCurrent(name, run);
  }

  private void beginChores() {
    housekeeping.every(settings.monitoringInterval(), "sampling", sampler::sample);
    LogChores chores = new LogChores(supervisor, home.logs(), settings.retention().logBytes());
    housekeeping.every(Duration.ofMinutes(1), "tidying the logs", chores::sweep);
    DaemonSettings.Retention retention = settings.retention();
    housekeeping.every(
        Duration.ofHours(1),
        "tidying the database",
        () -> stores.retention().apply(retention.events(), retention.eventAge(), retention.runs()));
  }

  /** Has something small done again and again. */
  void every(Duration pause, Housekeeping.Chore chore) {
    housekeeping.every(pause, "a sign of life", chore);
  }

  @Override
  public void close() {
    triggers.close();
    files.close();
    probes.close();
    prober.close();
    housekeeping.close();
    if (server != null) {
      try {
        server.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("the control socket could not be closed: {}", e.toString());
      }
    }
    blocking.shutdown();
    ears.close();
    keepers.close();
    notifying.close();
    alerts.close();
    memory.close();
    stores.close();
  }
}
