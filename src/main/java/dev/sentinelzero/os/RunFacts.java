package dev.sentinelzero.os;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/** Turns what a keeper says, and its silence, into facts about its run. */
final class RunFacts implements Watcher.Ear {
  private final Launcher.FactListener listener;
  private final ConcurrentMap<RunId, Watch> watches;
  private final HeldOutput output;
  private final ProcessTable table;
  private final Executor workers;

  /**
   * Makes the ear of a watcher.
   *
   * @param watches gets rid of what is over
   * @param output is released for what is over
   * @param workers for what takes longer than a few system calls
   */
  RunFacts(
      Launcher.FactListener listener,
      ConcurrentMap<RunId, Watch> watches,
      HeldOutput output,
      ProcessTable table,
      Executor workers) {
    this.listener = listener;
    this.watches = watches;
    this.output = output;
    this.table = table;
    this.workers = workers;
  }

  @Override
  public void heard(Watch watch, char event) {
    switch (event) {
      case 'r' -> execed(watch);
      case 'x' -> ended(watch);
      default -> {} // of a newer keeper
    }
  }

  private void execed(Watch watch) {
    Optional<Identity> leader = leader(watch);
    if (leader.isPresent() && watch.execIsNews()) {
      listener.on(watch.run().name(), new Event.Execed(watch.run().id(), leader.get()));
    }
  }

  /** Its file is always there; should it be unreadable, the keeper has one child. */
  private Optional<Identity> leader(Watch watch) {
    return watch
        .roots()
        .leader()
        .or(
            () ->
                Trees.of(watch.run().id(), watch.roots(), table.scan()).stream()
                    .filter(entry -> entry.parent() == watch.keeper().pid())
                    .findFirst()
                    .map(Identities::of));
  }

  private void ended(Watch watch) {
    if (watch.endIsNews()) {
      ExitReport report =
          watch.files().exit().map(RunFiles.Ended::report).orElseGet(RunText::unknown);
      listener.on(watch.run().name(), new Event.Ended(watch.run().id(), report));
    }
  }

  /** Tells that the leader ended and left somebody behind. */
  void leftBehind(Launcher.Run run, ExitReport report) {
    listener.on(run.name(), new Event.Ended(run.id(), report));
  }

  @Override
  public boolean hungUp(Watch watch) {
    Optional<RunFiles.Ended> exit = watch.files().exit();
    if (exit.isEmpty() || exit.get().leftovers()) {
      return false;
    }
    gone(watch, exit.get().report());
    return true;
  }

  @Override
  public void keeperEnded(Watch watch, int status) {
    Optional<RunFiles.Ended> exit = watch.files().exit();
    if (status == 0 && exit.isPresent()) {
      gone(watch, exit.get().report()); // it saw the last descendant go
    } else {
      workers.execute(() -> judge(watch, status));
    }
  }

  /** The keeper was killed, or refused to run. */
  private void judge(Watch watch, int status) {
    Optional<RunFiles.Ended> exit = watch.files().exit();
    Roots roots = Roots.of(watch.files(), false);
    boolean alive = roots.leader().filter(Identities::isAlive).isPresent();
    boolean wordsLeft = !refused(status) && output.isWaiting(watch.run().id());
    if (alive || wordsLeft || !Trees.of(watch.run().id(), roots, table.scan()).isEmpty()) {
      watches.remove(watch.run().id(), watch);
      tellWhatItCouldNot(watch, exit.isPresent());
      listener.on(watch.run().name(), new Event.KeeperLost(watch.run().id()));
    } else if (exit.isPresent()) {
      gone(watch, exit.get().report());
    } else if (roots.leader().isEmpty()) {
      gone(watch, notSpawned(Stage.KEEPER, 0, "the keeper " + words(status)));
    } else {
      gone(watch, RunText.unknown());
    }
  }

  /** It may have been killed before its byte was written. */
  private void tellWhatItCouldNot(Watch watch, boolean ended) {
    if (watch.files().leader().isPresent()) {
      execed(watch);
    }
    if (ended) {
      ended(watch);
    }
  }

  /** Whether it left by itself: the next one would, too. */
  private static boolean refused(int status) {
    return status > 0 && (status & 0x7f) == 0;
  }

  private static String words(int status) {
    if (status < 0) {
      return "ended before it could start the command";
    }
    int signal = status & 0x7f;
    return signal == 0
        ? refusal(status >> 8 & 0xff)
        : "was killed by " + Signals.of(signal) + " before it could start the command";
  }

  /** The exit codes of docs/keeper.md. */
  private static String refusal(int code) {
    return switch (code) {
      case 2 -> "refused to start the command: it does not understand what the daemon told it";
      case 3 -> "left the command alone: another keeper, or a newer daemon, has decided its run";
      case 4 ->
          "can't write into its run directory; look whether the disk of the home is full or"
              + " read-only";
      default -> "ended with exit code " + code + " before it could start the command";
    };
  }

  private void gone(Watch watch, ExitReport report) {
    watches.remove(watch.run().id(), watch);
    gone(watch.run(), report);
  }

  /** Tells that nothing of a run is left. */
  void gone(Launcher.Run run, ExitReport report) {
    output.release(run.id());
    listener.on(run.name(), new Event.Gone(run.id(), report));
  }

  /** The report of a launch that failed just now. */
  static ExitReport notSpawned(Stage stage, int errno, String message) {
    return new ExitReport(new Exit.NotSpawned(stage, errno, message), Instant.now(), Duration.ZERO);
  }
}
