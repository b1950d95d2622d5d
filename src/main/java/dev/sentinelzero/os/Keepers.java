package dev.sentinelzero.os;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.StopRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs processes under keepers, as docs/keeper.md describes. One thread hears all keepers, a few
 * start them; closing this leaves everything running.
 */
public final class Keepers implements Launcher, AutoCloseable {
  /** A launch waits in the kernel for the exec of the keeper, half a millisecond or so. */
  private static final int WORKERS =
      Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

  private static final int SECONDS_TO_FINISH = 10;
  private static final int SECONDS_TO_RETRY = 1;

  private final Places places;
  private final KeeperStarter starter;
  private final ConcurrentMap<RunId, Watch> watches = new ConcurrentHashMap<>();
  private final ProcessTable table = new ProcessTable();
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("launches-", 0).factory());
  private final HeldOutput output = new HeldOutput(DescriptorLimit.soft());
  private final Members members;
  private final RunFacts facts;
  private final Watcher watcher;

  /**
   * Where things are.
   *
   * @param keeper the keeper's binary
   * @param runs folder of the run directories
   * @param logs folder of the logs
   */
  public record Places(Path keeper, Path runs, Path logs) {
    /** All paths absolute. */
    public Places {
      keeper = keeper.toAbsolutePath();
      runs = runs.toAbsolutePath();
      logs = logs.toAbsolutePath();
    }

    LaunchText.RunPlaces of(Run run) {
      Path links = logs.resolve(run.name().directory());
      Path log = links.resolve(run.id().value());
      Path directory = runs.resolve(run.name().directory()).resolve(run.id().value());
      return new LaunchText.RunPlaces(new RunFiles(directory), log, links);
    }
  }

  /**
   * Begins to listen.
   *
   * @throws SystemFailure when the system grants no descriptors for it
   */
  public Keepers(Places places, FactListener listener) throws SystemFailure {
    this.places = places;
    starter = new KeeperStarter(places, output);
    members = new Members(places, watches, table);
    facts = new RunFacts(listener, watches, output, table, workers);
    watcher = new Watcher(facts);
    workers.prestartAllCoreThreads(); // no launch waits for a thread to be made
  }

  @Override
  public void launch(Order order) {
    try {
      workers.execute(() -> start(order));
    } catch (RejectedExecutionException e) {
      gone(order.run(), RunFacts.notSpawned(Stage.KEEPER, 0, "the daemon is ending"));
    }
  }

  private void start(Order order) {
    try {
      Watch watch = starter.launch(order);
      try {
        watch(watch);
      } catch (SystemFailure e) {
        Pids.kill(watch.keeper().pid(), Signals.number(Signal.KILL)); // ours, so still that pid
        throw e;
      }
    } catch (KeeperStarter.Failed e) {
      gone(order.run(), RunFacts.notSpawned(e.stage(), e.errno(), words(e)));
    } catch (SystemFailure e) {
      gone(order.run(), RunFacts.notSpawned(Stage.KEEPER, e.errno(), words(e)));
    } catch (RuntimeException | Error e) {
      gone(order.run(), RunFacts.notSpawned(Stage.KEEPER, 0, e.toString()));
    }
  }

  private static String words(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private void watch(Watch watch) throws SystemFailure {
    watches.put(watch.run().id(), watch);
    try {
      watcher.add(watch);
    } catch (SystemFailure e) {
      watches.remove(watch.run().id(), watch);
      Descriptors.close(watch.events());
      throw e;
    }
  }

  private void gone(Run run, ExitReport report) {
    watches.remove(run.id());
    facts.gone(run, report);
  }

  @Override
  public void recordStop(Run run, Stop stop) throws IOException {
    places.of(run).files().writeStopping(stop);
  }

  @Override
  public int send(Run run, Signal signal, StopRule.Scope scope) {
    return members.send(run, Signals.number(signal), scope);
  }

  @Override
  public List<Long> sweep(Run run, StopRule.Scope scope) {
    return pids(members.sweep(run, scope));
  }

  @Override
  public List<Long> members(Run run) {
    return pids(members.tree(run));
  }

  /**
   * The run to whose tree a process belongs; empty when it belongs to none, or is gone already. A
   * few small reads, no look at all processes.
   */
  public Optional<Run> runOf(long pid) {
    return new Lineage(watches.values()).runOf(pid);
  }

  private static List<Long> pids(List<ProcessEntry> entries) {
    return entries.stream().map(ProcessEntry::pid).toList();
  }

  /** Samples what runs use; shares the process table. */
  public TreeSampler sampler() {
    return new TreeSampler(members, table);
  }

  @Override
  public void takeOver(Run run) {
    workers.execute(() -> lookAgain(run));
  }

  private void lookAgain(Run run) {
    boolean told = places.of(run).files().exit().isPresent();
    switch (look(run)) {
      case Event.Found.Over over -> over(run, over.report());
      case Event.Found.NeverRan never -> gone(run, RunText.unknown());
      case Event.Found.Nothing nothing -> gone(run, RunText.unknown());
      case Event.Found.Alive alive -> {}
      case Event.Found.Launching launching -> {}
      case Event.Found.LeftBehind left when told -> {}
      case Event.Found.LeftBehind left -> facts.leftBehind(run, left.report());
    }
  }

  /** What a run printed that ended without a keeper is taken by one more, whose end is the end. */
  private void over(Run run, ExitReport report) {
    if (!places.of(run).files().isConcluded() && output.isWaiting(run.id())) {
      new Watching().adopt(new Watch.Told(true, false), run);
    } else {
      gone(run, report);
    }
  }

  @Override
  public Event.Found recover(Run run) {
    Event.Found found = look(run);
    switch (found) {
      case Event.Found.Over over -> output.release(run.id());
      case Event.Found.NeverRan never -> output.release(run.id());
      case Event.Found.Nothing nothing -> output.release(run.id());
      case Event.Found.Alive alive -> {}
      case Event.Found.Launching launching -> {}
      case Event.Found.LeftBehind left -> {}
    }
    return found;
  }

  private Event.Found look(Run run) {
    RunFiles files = places.of(run).files();
    output.hold(run, files);
    return new Recovery(run, files, new Watching()).recover();
  }

  /** What recovery needs of us. */
  private final class Watching implements Recovery.Watching {
    @Override
    public void watch(Watch watch) {
      try {
        Keepers.this.watch(watch);
      } catch (SystemFailure e) {
        retry(watch.run());
      }
    }

    @Override
    public void adopt(Watch.Told told, Run run) {
      try {
        Keepers.this.watch(starter.adopt(run).told(told));
      } catch (KeeperStarter.Failed | SystemFailure e) {
        retry(run);
      }
    }

    @Override
    public boolean anyoneLeft(Run run, RunFiles files) {
      return !Trees.of(run.id(), Roots.of(files, false), table.scan()).isEmpty();
    }
  }

  /** No process or descriptor to be had: the run goes on meanwhile, its output waits. */
  private void retry(Run run) {
    CompletableFuture.delayedExecutor(SECONDS_TO_RETRY, TimeUnit.SECONDS, workers)
        .execute(() -> lookAgain(run));
  }

  @Override
  public List<RunId> runs(ProcessName name) throws IOException {
    try (Stream<Path> found = Files.list(places.runs().resolve(name.directory()))) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(RunId::isValid)
          .map(RunId::new)
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public void forget(Run run) throws IOException {
    output.release(run.id());
    Path directory = places.of(run).files().directory();
    try (Stream<Path> found = Files.list(directory)) {
      boolean foreign = false;
      for (Path file : found.toList()) {
        boolean ours = RunFiles.isOurs(file.getFileName().toString());
        foreign |= !ours;
        if (ours && !file.endsWith("claim")) {
          Files.deleteIfExists(file);
        }
      }
      // The claim goes last: while it is there no late keeper runs anything here.
      Files.deleteIfExists(directory.resolve("claim"));
      if (!foreign) {
        Files.deleteIfExists(directory);
      }
    } catch (NoSuchFileException e) {
      return; // forgotten before
    }
  }

  /** Finishes the launches that have begun, then stops listening; everything goes on running. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watcher.close();
    output.close();
    table.close();
  }
}
