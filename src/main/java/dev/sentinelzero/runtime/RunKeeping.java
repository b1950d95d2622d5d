package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.StopRule;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through run directories: what a daemon that comes up finds, and what is folded away. */
final class RunKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(RunKeeping.class);

  /** Run directories kept per process: enough that the journal has the exits of the others. */
  private static final int KEPT = 3;

  private static final Duration UNTIL_PRUNED = Duration.ofMillis(200);

  private final World world;

  /** Whose turn is about to come. */
  private final Set<ProcessName> pruned = ConcurrentHashMap.newKeySet();

  RunKeeping(World world) {
    this.world = world;
  }

  /** The newest run decides; exits are written into the journal once more. */
  Event.Found find(Managed managed) {
    try {
      List<RunId> runs = world.launcher().runs(managed.name());
      for (RunId older : runs.subList(0, Math.max(0, runs.size() - 1))) {
        fold(managed, new Launcher.Run(managed.name(), older));
      }
      return runs.isEmpty()
          ? new Event.Found.Nothing()
          : newest(new Launcher.Run(managed.name(), runs.getLast()));
    } catch (IOException e) {
      LOG.error("{}: its run directories can't be read: {}", managed.name(), e.getMessage());
      return new Event.Found.Nothing();
    }
  }

  /** How it ended may not have come into the journal, though what followed is known. */
  private Event.Found newest(Launcher.Run run) {
    Event.Found found = world.launcher().recover(run);
    if (found instanceof Event.Found.Over over) {
      over(run, over.report());
    } else if (found instanceof Event.Found.NeverRan) {
      over(run, neverRan());
    }
    return found;
  }

  /** A run that was begun and cut off before its keeper has no end of its own to tell. */
  private ExitReport neverRan() {
    Exit exit =
        new Exit.NotSpawned(Stage.KEEPER, 0, "the daemon ended before it could launch the run");
    return new ExitReport(exit, world.now().wall(), Duration.ZERO);
  }

  /** Taking an end down a second time changes nothing. */
  private void over(Launcher.Run run, ExitReport report) {
    world.journal().write(new Entry.RunOver(world.now().wall(), run.name(), run.id(), report));
  }

  private void fold(Managed managed, Launcher.Run run) {
    switch (world.launcher().recover(run)) {
      case Event.Found.Over over -> {
        over(run, over.report());
        forget(run);
      }
      case Event.Found.NeverRan ignored -> {
        over(run, neverRan());
        forget(run);
      }
      case Event.Found.Nothing ignored -> forget(run);
      case Event.Found.LeftBehind ignored -> sweepUnlessKept(managed, run);
      case Event.Found.Alive ignored -> sweepUnlessKept(managed, run);
      case Event.Found.Launching ignored -> sweepUnlessKept(managed, run);
    }
  }

  private void sweepUnlessKept(Managed managed, Launcher.Run run) {
    StopRule rule = managed.definition().spec().rules().stop();
    if (rule.leftovers() == StopRule.Leftovers.KILL) {
      LOG.warn("{}: something of the older run {} is alive and is ended", run.name(), run.id());
      world.launcher().sweep(run, StopRule.Scope.TREE);
    }
  }

  /**
   * Deletes the directories of runs that ended long ago, once for all ends of the next moment: the
   * launch that follows an end goes first.
   */
  void prune(ProcessName name, Supplier<Optional<RunId>> current) {
    if (pruned.add(name)) {
      CompletableFuture.delayedExecutor(
              UNTIL_PRUNED.toMillis(), TimeUnit.MILLISECONDS, world.blocking())
          .execute(() -> pruneNow(name, current));
    }
  }

  private void pruneNow(ProcessName name, Supplier<Optional<RunId>> current) {
    pruned.remove(name);
    try {
      List<RunId> runs = world.launcher().runs(name);
      for (RunId old : runs.subList(0, Math.max(0, runs.size() - KEPT))) {
        Launcher.Run run = new Launcher.Run(name, old);
        boolean live = current.get().filter(old::equals).isPresent();
        if (!live && world.launcher().members(run).isEmpty()) {
          forget(run);
        }
      }
    } catch (IOException e) {
      LOG.warn("{}: old run directories can't be listed: {}", name, e.getMessage());
    }
  }

  /** Deletes the directories of all runs of a process that is deleted. */
  void forgetAll(ProcessName name) {
    try {
      for (RunId run : world.launcher().runs(name)) {
        forget(new Launcher.Run(name, run));
      }
    } catch (IOException e) {
      LOG.warn("{}: its run directories can't be listed: {}", name, e.getMessage());
    }
  }

  private void forget(Launcher.Run run) {
    try {
      world.launcher().forget(run);
    } catch (IOException e) {
      LOG.warn("{}: run directory {} can't be deleted: {}", run.name(), run.id(), e.getMessage());
    }
  }
}
