package dev.sentinelzero.os;

import static java.lang.System.Logger.Level.WARNING;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds out what became of a run that an earlier daemon began. Its FIFO is opened before the claim
 * is tested, so that a keeper that ends in between is still heard hanging up.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final Launcher.Run run;
  private final RunFiles files;
  private final Watching watching;
  private int events = -1;

  /** What recovery needs of the one who watches. */
  interface Watching {
    /** Watches a living keeper through its FIFO, and closes that one day. */
    void watch(Watch watch);

    /** Starts a keeper that takes the run over. */
    void adopt(Watch.Told told, Launcher.Run run);

    /** Whether anything of the run is alive, found without a keeper. */
    boolean anyoneLeft(Launcher.Run run, RunFiles files);
  }

  Recovery(Launcher.Run run, RunFiles files, Watching watching) {
    this.run = run;
    this.files = files;
    this.watching = watching;
  }

  Event.Found recover() {
    if (!Files.isDirectory(files.directory())) {
      return new Event.Found.NeverRan(run.id());
    }
    listen();
    try {
      return switch (files.claim()) {
        case TAKEN_BY_US -> new Event.Found.NeverRan(run.id());
        case HELD -> held();
        case FREE -> free();
      };
    } finally {
      if (events >= 0) {
        Descriptors.close(events);
      }
    }
  }

  private void listen() {
    events = Descriptors.open(files.events(), Descriptors.READ | Descriptors.NON_BLOCKING);
    // A FIFO tells its end only after there was a writer: we are one for a moment.
    int flags = Descriptors.WRITE | Descriptors.NON_BLOCKING;
    int writer = events < 0 ? -1 : Descriptors.open(files.events(), flags);
    if (writer >= 0) {
      Descriptors.close(writer);
    }
  }

  private Event.Found held() {
    Optional<RunFiles.Ended> exit = files.exit();
    if (exit.isPresent() && !exit.get().leftovers()) {
      return over(exit.get().report()); // the keeper is on its way out
    }
    long pid = files.keeper().map(Identity::pid).orElse(0L);
    Optional<RunFiles.Leader> leader = files.leader().or(() -> spoiltLeader(pid));
    if (events < 0 && Platform.current().isLinux()) {
      events = Pids.open(pid); // a lost FIFO; the keeper's end is seen all the same
    }
    boolean adopted = leader.isEmpty() ? exit.isPresent() : !isChild(leader.get().identity(), pid);
    watching.watch(
        new Watch(run, files, events, new Watch.Keeper(pid, false, adopted))
            .ledBy(leader.map(RunFiles.Leader::identity))
            .told(new Watch.Told(leader.isPresent(), exit.isPresent())));
    events = -1; // the watcher's now
    if (exit.isPresent()) {
      return new Event.Found.LeftBehind(run.id(), exit.get().report(), files.stopping());
    }
    return leader.isPresent() ? alive(leader.get()) : new Event.Found.Launching(run.id());
  }

  /** The file is moved into place whole, so one that makes no sense was spoilt: look who it was. */
  private Optional<RunFiles.Leader> spoiltLeader(long keeper) {
    if (keeper == 0 || !files.hasLeaderFile()) {
      return Optional.empty();
    }
    tellOfSpoiltLeader("the process is found through its keeper");
    return ProcessSource.current().all().stream()
        .filter(entry -> entry.parent() == keeper && !entry.zombie())
        .min(Comparator.comparingLong(ProcessEntry::pid))
        .map(entry -> new RunFiles.Leader(Identities.of(entry), Instant.now()));
  }

  private static boolean isChild(Identity leader, long keeper) {
    return ProcessSource.current()
        .one(leader.pid())
        .filter(entry -> entry.start().equals(leader.start()) && entry.parent() == keeper)
        .isPresent();
  }

  private Event.Found free() {
    Optional<RunFiles.Ended> exit = files.exit();
    Optional<RunFiles.Leader> leader = files.leader();
    if (exit.isPresent() && !exit.get().leftovers()) {
      return over(exit.get().report());
    }
    if (leader.isEmpty()) {
      return exit.map(ended -> over(ended.report())).orElseGet(this::withoutLeader);
    }
    Identity identity = leader.get().identity();
    if (exit.isEmpty() && Identities.isAlive(identity)) {
      watching.adopt(new Watch.Told(true, false), run);
      return alive(leader.get());
    }
    ExitReport report = exit.map(RunFiles.Ended::report).orElseGet(RunText::unknown);
    if (Identities.isHere(identity) && watching.anyoneLeft(run, files)) {
      watching.adopt(new Watch.Told(true, true), run);
      return new Event.Found.LeftBehind(run.id(), report, files.stopping());
    }
    return over(report);
  }

  /** Without the file nothing was executed; with a spoilt one whoever bears the run's mark was. */
  private Event.Found withoutLeader() {
    if (!files.hasLeaderFile()) {
      return new Event.Found.NeverRan(run.id());
    }
    tellOfSpoiltLeader("its exit is not known");
    if (watching.anyoneLeft(run, files)) {
      watching.adopt(new Watch.Told(true, true), run);
      return new Event.Found.LeftBehind(run.id(), RunText.unknown(), files.stopping());
    }
    return over(RunText.unknown());
  }

  private void tellOfSpoiltLeader(String consequence) {
    Path leader = files.directory().resolve("leader");
    LOG.log(WARNING, "{0}: {1} is damaged and left alone; {2}", run.name(), leader, consequence);
  }

  private Event.Found alive(RunFiles.Leader leader) {
    return new Event.Found.Alive(
        run.id(),
        leader.identity(),
        BootClock.at(leader.identity().start(), leader.forked()),
        files.stopping());
  }

  private Event.Found over(ExitReport report) {
    return new Event.Found.Over(run.id(), report, files.stopping());
  }
}
