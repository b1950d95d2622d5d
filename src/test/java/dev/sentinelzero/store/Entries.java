package dev.sentinelzero.store;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.runtime.Archive.Question;
import dev.sentinelzero.runtime.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries for tests. */
final class Entries {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  static final ProcessName WEB = new ProcessName("Web");

  private Entries() {}

  static Entry.Happened tick(ProcessName process, int number) {
    return new Entry.Happened(
        NOON.plusSeconds(number),
        new Entry.Origin("ada", "cli"),
        Optional.of(process),
        Optional.empty(),
        "tick",
        new Reason("ticked", "It ticked \"" + number + "\"\n"),
        Map.of("n", Integer.toString(number)));
  }

  static RunId run(int number) {
    return RunId.of(NOON.toEpochMilli() + number, 7, number);
  }

  static Entry.RunBegan began(ProcessName process, int number) {
    return new Entry.RunBegan(
        NOON.plusSeconds(number), process, run(number), new Reason("started", "Because " + number));
  }

  static Entry.RunOver over(ProcessName process, int number, Exit exit) {
    ExitReport report = new ExitReport(exit, NOON.plusSeconds(number + 1L), Duration.ofMillis(900));
    return new Entry.RunOver(report.at(), process, run(number), report);
  }

  static Entry.Fired fired(
      ProcessName process, int planned, Firing.Outcome outcome, Optional<RunId> run) {
    Agenda.Cause cause = planned % 2 == 0 ? Agenda.Cause.SCHEDULE : Agenda.Cause.MISFIRE;
    Agenda.Occurrence occurrence = new Agenda.Occurrence(NOON.plusSeconds(planned), cause);
    Reason reason = new Reason(outcome.word(), "It is " + outcome.word());
    return new Entry.Fired(
        NOON.plusSeconds(planned).plusMillis(3),
        process,
        new Firing(occurrence, outcome, run, reason));
  }

  static Entry.Defined defined(ProcessName process, String definition) {
    return new Entry.Defined(NOON, process, "shop", definition, Wanted.UP);
  }

  static List<Exit> exits() {
    return List.of(
        new Exit.Code(0),
        new Exit.Code(255),
        new Exit.Signalled(Signal.KILL, false),
        new Exit.Signalled(new Signal("SEGV"), true),
        new Exit.NotSpawned(Stage.EXEC, 2, "No such file or directory"),
        new Exit.NotSpawned(Stage.PREPARE, 0, ""),
        new Exit.Unknown());
  }

  static Question all() {
    return new Question(0, Optional.empty(), Optional.empty(), 1_000_000);
  }

  static Question about(ProcessName process, int newest) {
    return new Question(0, Optional.of(process), Optional.empty(), newest);
  }

  static int number(Entry.Happened happened) {
    return Integer.parseInt(happened.details().getOrDefault("n", "-1"));
  }

  static StoreSettings settings() {
    StoreSettings standard = StoreSettings.standard();
    return new StoreSettings(
        16 << 10,
        standard.journalBytes(),
        standard.queued(),
        50,
        Duration.ofMillis(5),
        standard.clock(),
        standard.whenRebuilt());
  }
}
