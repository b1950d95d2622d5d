package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.LEADER;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OLD;
import static dev.sentinelzero.process.Samples.RUN;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the table for people, and the state diagram that follows from it. */
final class TransitionText {
  private TransitionText() {}

  static String table(List<TransitionTable.Row> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            # What becomes of a process: every state against every event.
            # event -> next state, wanted [changed history] reason => effects in their order; "-" is ignored.
            # RUN is the run there is (in a state without a run: the last that ended), NEW a fresh one.
            """);
    String section = "";
    for (TransitionTable.Row row : rows) {
      if (!row.from().name().equals(section)) {
        section = row.from().name();
        text.append("\n## ").append(section).append(" (wanted ");
        text.append(row.from().managed().wanted().word()).append(")\n");
      }
      text.append("%-52s -> %s%n".formatted(row.happening().name(), answer(row)));
    }
    return text.toString();
  }

  static String answer(TransitionTable.Row row) {
    Managed before = row.from().managed();
    Step step = row.step();
    if (step.refusal().isPresent()) {
      return "refused: " + step.refusal().orElseThrow().code();
    }
    if (step.next().equals(before) && step.effects().isEmpty()) {
      return "-";
    }
    String effects = step.effects().stream().map(TransitionText::effect).collect(joining());
    return after(before, step.next()) + (effects.isEmpty() ? "" : " => " + effects);
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joining() {
    return Collectors.joining("; ");
  }

  private static String after(Managed before, Managed after) {
    StringBuilder text = new StringBuilder(state(after.state()));
    text.append(", ").append(after.wanted().word());
    Managed.History was = before.history();
    Managed.History is = after.history();
    if (!was.retries().equals(is.retries())) {
      text.append(" [retries ").append(is.retries().consecutive()).append("]");
    }
    if (was.restarts() != is.restarts()) {
      text.append(" [restarts ").append(is.restarts() - was.restarts()).append(" more]");
    }
    if (!was.last().equals(is.last())) {
      Managed.Last last = is.last().orElseThrow();
      text.append(" [last ").append(run(last.run())).append(" ").append(exit(last.report()));
      text.append("]");
    }
    if (!before.definition().equals(after.definition())) {
      text.append(" [redefined]");
    }
    text.append(agenda(before.agenda(), after.agenda()));
    return text.append(" ").append(is.reason().code()).toString();
  }

  private static String state(State state) {
    return switch (state) {
      case State.BackingOff(Moment until) -> "backing_off " + until(until);
      case State.Starting(RunId run) -> "starting " + run(run);
      case State.Running running ->
          "running " + run(running.run()) + leader(running.identity()) + vitals(running.vitals());
      case State.Waiting waiting ->
          "waiting for " + waiting.on().reason().text() + ", then " + waiting.asked().code();
      case State.Scheduled(Optional<Instant> next) ->
          "scheduled" + next.map(at -> " at +" + Durations.format(after(at))).orElse("");
      case State.Stopping(RunId run, var identity, Moment killAt, State.Then then) ->
          "stopping "
              + run(run)
              + (identity.isEmpty() ? " before its exec" : "")
              + " until "
              + until(killAt)
              + " then "
              + then.word();
      case State.Stopped ignored -> "stopped";
      case State.Completed ignored -> "completed";
      case State.Failed ignored -> "failed";
    };
  }

  private static String vitals(Vitals vitals) {
    return vitals.ready().map(ready -> ready ? " ready" : " not ready").orElse("")
        + vitals.alive().map(alive -> alive ? " alive" : " not alive").orElse("");
  }

  private static Duration after(Instant at) {
    return Duration.between(NOW.wall(), at);
  }

  private static String leader(Identity identity) {
    return identity.equals(LEADER) ? "" : " under another leader";
  }

  private static String until(Moment moment) {
    Duration from = moment.since(NOW);
    return (from.isNegative() ? "-" : "+") + Durations.format(from.abs());
  }

  private static String exit(ExitReport report) {
    return report.exit() instanceof Exit.Unknown ? "exit unknown" : report.exit().toString();
  }

  private static String run(RunId run) {
    return Map.of(OLD, "OLD", RUN, "RUN", NEW, "NEW").get(run);
  }

  private static String effect(Effect effect) {
    return switch (effect) {
      case Effect.Launch(RunId run) -> "launch " + run(run);
      case Effect.RecordStop stop ->
          "record stop of "
              + run(stop.run())
              + " until +"
              + Durations.format(Duration.between(NOW.wall(), stop.deadline()))
              + " then "
              + stop.then().word();
      case Effect.SendTo send ->
          "send " + send.signal() + " to the " + send.scope().word() + " of " + run(send.run());
      case Effect.Sweep sweep -> "kill the " + sweep.scope().word() + " of " + run(sweep.run());
      case Effect.TakeOver(RunId run) -> "new keeper for " + run(run);
      case Effect.RunReload(RunId run) -> "reload command in " + run(run);
      case Effect.NoteFiring(Firing firing) ->
          "note "
              + firing.outcome().word()
              + " of "
              + occurrence(firing.occurrence())
              + firing.run().map(run -> " in " + run(run)).orElse("");
      case Effect.RunBeside(Agenda.Occurrence occurrence) -> "run beside " + occurrence(occurrence);
      case Effect.Retire() -> "retire";
      case Effect.AfterExit after -> "hook after " + run(after.run()) + " " + exit(after.report());
    };
  }

  private static String occurrence(Agenda.Occurrence occurrence) {
    Duration from = after(occurrence.planned());
    String when = (from.isNegative() ? "-" : "+") + Durations.format(from.abs());
    return occurrence.cause().word() + " " + when;
  }

  private static String agenda(Agenda was, Agenda is) {
    StringBuilder text = new StringBuilder();
    if (was.enabled() != is.enabled()) {
      text.append(is.enabled() ? " [enabled]" : " [disabled]");
    }
    if (!was.armed().equals(is.armed())) {
      text.append(" [armed anew]");
    }
    if (!was.consumed().equals(is.consumed())) {
      text.append(is.consumed().isPresent() ? " [consumed]" : "");
    }
    if (!was.current().equals(is.current())) {
      String now = is.current().map(TransitionText::occurrence).orElse("nothing");
      text.append(" [for ").append(now).append("]");
    }
    if (was.waiting().size() != is.waiting().size()) {
      text.append(" [").append(is.waiting().size()).append(" queued]");
    }
    return text.toString();
  }

  private static String cause(Managed from, String label) {
    String what = label;
    if (from.state() instanceof State.Stopping stopping) {
      what = label.replaceAll(" \\(.*", "") + ", then " + stopping.then().word();
    }
    StopRule rule = from.definition().spec().rules().stop();
    return label.startsWith("ended") && rule.leftovers() == StopRule.Leftovers.KEEP
        ? what + " (leftovers kept)"
        : what;
  }

  /** The table as a diagram: one arrow from each state to each, with what leads there. */
  static String diagram(List<TransitionTable.Row> rows) {
    Map<String, TreeSet<String>> arrows = new TreeMap<>();
    for (TransitionTable.Row row : rows) {
      String from = row.from().managed().state().word();
      String to = row.step().next().state().word();
      String label = row.happening().label();
      if (!label.isEmpty() && !from.equals(to)) {
        String cause = cause(row.from().managed(), label);
        arrows.computeIfAbsent(from + " --> " + to, key -> new TreeSet<>()).add(cause);
      }
    }
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    text.append("    [*] --> stopped: defined\n");
    arrows.forEach(
        (arrow, labels) ->
            text.append("    %s: %s%n".formatted(arrow, String.join(" / ", labels))));
    return text.append("```\n").toString();
  }
}
