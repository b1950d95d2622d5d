package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Effect;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Turns steps into entries of the journal. */
final class Notes {
  /** A step and what led to it. */
  record Change(Managed before, Event event, Step step) {
    Managed after() {
      return step.next();
    }

    /** Whether it moves the process on in its schedule. */
    boolean timed() {
      return !before.agenda().equals(after().agenda());
    }
  }

  private final Journal journal;

  Notes(Journal journal) {
    this.journal = journal;
  }

  /**
   * What became of planned runs, and how runs ended; written ahead where the change is a timed one.
   */
  void writeEnds(Instant at, Change change) {
    if (change.step().refusal().isPresent()) {
      return;
    }
    for (Effect effect : change.step().effects()) {
      if (effect instanceof Effect.AfterExit(RunId run, ExitReport report)) {
        exited(at, change.before(), run, report);
      }
      if (effect instanceof Effect.NoteFiring(Firing firing)) {
        fired(at, change, firing);
      }
    }
  }

  /** Everything else, and that as well where it was not written ahead. */
  void write(Instant at, Change change, Entry.Origin origin) {
    requested(change)
        .ifPresent(
            what -> entry(at, origin, change, what, change.step().refusal().orElse(asked(change))));
    if (change.step().refusal().isPresent()) {
      return;
    }
    if (!change.timed()) {
      writeEnds(at, change);
    }
    for (Effect effect : change.step().effects()) {
      if (effect instanceof Effect.TakeOver) {
        Reason lost = new Reason("keeper_lost", "its keeper was killed; a new one takes over");
        entry(at, Entry.Origin.DAEMON, change, "keeper_lost", lost);
      }
    }
    if (!sameState(change)) {
      if (adopted(change)) {
        entry(at, Entry.Origin.DAEMON, change, "adopted", adoption(change.after()));
      } else {
        Reason reason = change.after().history().reason();
        entry(at, Entry.Origin.DAEMON, change, change.after().state().word(), reason);
      }
    }
    for (Effect effect : change.step().effects()) {
      if (effect instanceof Effect.Launch(RunId run)) {
        Reason reason = change.after().history().reason();
        journal.write(new Entry.RunBegan(at, change.after().name(), run, reason));
      }
    }
  }

  /** What never came to a run of its own is told in the event log as well. */
  private void fired(Instant at, Change change, Firing firing) {
    ProcessName name = change.after().name();
    boolean beside = firing.occurrence().cause() == Agenda.Cause.BESIDE;
    ProcessName owner = beside ? new ProcessName(name.base()) : name;
    journal.write(new Entry.Fired(at, owner, firing));
    switch (firing.outcome()) {
      case SKIPPED, MISSED, QUEUED ->
          entry(at, Entry.Origin.DAEMON, change, "run_" + firing.outcome().word(), firing.reason());
      case RUNNING, SUCCEEDED, FAILED, STOPPED -> {}
    }
  }

  private static boolean adopted(Change change) {
    return change.event() instanceof Event.Recovered(Event.Found found, boolean ignored)
        && found instanceof Event.Found.Alive;
  }

  private static Reason adoption(Managed after) {
    String pid = after.identity().map(identity -> ", pid " + identity.pid()).orElse("");
    return new Reason("adopted", "a new daemon took it over as it ran" + pid);
  }

  private static boolean sameState(Change change) {
    boolean recovered = adopted(change);
    boolean sameWord = change.before().state().word().equals(change.after().state().word());
    boolean sameRun = change.before().run().equals(change.after().run());
    boolean sameReason =
        change.before().history().reason().equals(change.after().history().reason());
    return !recovered && sameWord && sameRun && sameReason;
  }

  private void exited(Instant at, Managed before, RunId run, ExitReport report) {
    Reason reason = new Reason(code(report.exit()), report.exit().toString());
    journal.write(
        new Entry.Happened(
            at,
            Entry.Origin.DAEMON,
            Optional.of(before.name()),
            Optional.of(run),
            "exited",
            reason,
            Map.of("up_seconds", Double.toString(report.up().toMillis() / 1000.0))));
    journal.write(new Entry.RunOver(at, before.name(), run, report));
  }

  private static String code(Exit exit) {
    return switch (exit) {
      case Exit.Code ignored -> "exit_code";
      case Exit.Signalled ignored -> "signal";
      case Exit.NotSpawned ignored -> "not_spawned";
      case Exit.Unknown ignored -> "unknown";
      case Exit.Failing(Reason cause) -> cause.code();
    };
  }

  private static Optional<String> requested(Change change) {
    return switch (change.event()) {
      case Event.Start ignored -> Optional.of("start_requested");
      case Event.Stop ignored -> Optional.of("stop_requested");
      case Event.Restart ignored -> Optional.of("restart_requested");
      case Event.Reset ignored -> Optional.of("reset_requested");
      case Event.Reload ignored -> Optional.of("reload_requested");
      case Event.Send ignored -> Optional.of("signal_requested");
      case Event.Redefine ignored -> Optional.of("redefined");
      case Event.Exceeded ignored -> Optional.of("limit_exceeded");
      case Event.Readiness(RunId ignored, boolean ready, Reason reason) ->
          Optional.of(ready ? "ready" : "not_ready");
      case Event.Unwell ignored -> Optional.of("unhealthy");
      case Event.RunNow ignored -> Optional.of("run_requested");
      case Event.Enable(boolean on, Reason ignored) ->
          Optional.of(on ? "schedule_enabled" : "schedule_disabled");
      case Event.Outdated ignored -> Optional.of("outdated");
      case Event.Due ignored -> Optional.empty();
      case Event.Missed ignored -> Optional.empty();
      case Event.ClockSetBack ignored -> Optional.empty();
      case Event.DependenceChanged ignored -> Optional.empty();
      case Event.Shutdown ignored -> Optional.empty();
      case Event.TimeReached ignored -> Optional.empty();
      case Event.Recovered ignored -> Optional.empty();
      case Event.Fact ignored -> Optional.empty();
    };
  }

  private static Reason asked(Change change) {
    return switch (change.event()) {
      case Event.Start(Reason reason) -> reason;
      case Event.Stop(Reason reason, var ignored) -> reason;
      case Event.Restart(Reason reason) -> reason;
      case Event.Reset(Reason reason) -> reason;
      case Event.Reload(Reason reason) -> reason;
      case Event.Send(Signal signal) -> new Reason("signal", signal + " is sent");
      case Event.Redefine redefine -> redefine.reason();
      case Event.Exceeded(RunId ignored, Reason reason) -> reason;
      case Event.Readiness(RunId ignored, boolean ready, Reason reason) -> reason;
      case Event.Unwell(RunId ignored, Reason reason) -> reason;
      case Event.RunNow(Reason reason) -> reason;
      case Event.Enable(boolean on, Reason reason) -> reason;
      case Event.Outdated(Reason reason) -> reason;
      case Event.Due due -> due.reason();
      case Event.Missed missed -> missed.reason();
      case Event.ClockSetBack ignored -> change.after().history().reason();
      case Event.DependenceChanged ignored -> change.after().history().reason();
      case Event.Shutdown ignored -> change.after().history().reason();
      case Event.TimeReached ignored -> change.after().history().reason();
      case Event.Recovered ignored -> change.after().history().reason();
      case Event.Fact ignored -> change.after().history().reason();
    };
  }

  private void entry(Instant at, Entry.Origin origin, Change change, String what, Reason reason) {
    Managed after = change.after();
    Optional<RunId> run = after.run().or(() -> change.before().run());
    journal.write(
        new Entry.Happened(at, origin, Optional.of(after.name()), run, what, reason, Map.of()));
  }
}
