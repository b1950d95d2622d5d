package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.LEADER;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OLD;
import static dev.sentinelzero.process.Samples.RUN;

import dev.sentinelzero.schedule.Overlap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every state there is against every event there is. */
final class TransitionTable {
  /** A process in a state. */
  record From(String name, Managed managed) {}

  /**
   * Something that happens.
   *
   * @param label what it is called in the diagram; empty: not shown there
   */
  record Happening(String name, String label, Event event, Occasion occasion) {}

  /** One row. */
  record Row(From from, Happening happening, Step step) {}

  private static final ExitReport LONG = Samples.exit(1, Duration.ofSeconds(20));

  private TransitionTable() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (From from : states()) {
      for (Happening happening : happenings()) {
        Step step = Lifecycle.step(from.managed(), happening.event(), happening.occasion());
        rows.add(new Row(from, happening, step));
      }
    }
    return rows;
  }

  static List<From> states() {
    Definition keep = Samples.keepingLeftovers();
    State.Then rest = new State.Then.Rest();
    List<From> all = new ArrayList<>();
    all.add(down("stopped", new State.Stopped()));
    all.add(up("stopped with an earlier daemon", new State.Stopped()));
    all.add(up("backing_off", Samples.backingOff()));
    all.add(up("completed", new State.Completed()));
    all.add(up("failed", new State.Failed()));
    all.add(up("starting", new State.Starting(RUN)));
    all.add(up("running", Samples.running()));
    all.add(down("stopping, then rest", Samples.stopping(rest)));
    all.add(up("stopping with the daemon, then rest", Samples.stopping(rest)));
    all.add(down("stopping before the exec, then rest", beforeExec(rest)));
    for (State.Then then : thens().subList(1, 5)) {
      all.add(up("stopping, then " + then.word(), Samples.stopping(then)));
    }
    all.add(up("stopping, then judge a success", judging(Samples.exit(0))));
    all.add(up("stopping, then judge a long run", judging(LONG)));
    all.add(up("stopping, then judge an exit in never_on", judging(Samples.exit(78))));
    all.add(new From("starting, leftovers are kept", in(keep, new State.Starting(RUN))));
    all.add(new From("running, leftovers are kept", in(keep, Samples.running())));
    all.add(new From("completed, leftovers are kept", in(keep, new State.Completed())));
    Managed stopping = Samples.managed(keep, Wanted.DOWN, Samples.stopping(rest));
    all.add(new From("stopping, then rest, leftovers are kept", stopping));
    State.Stopping again = Samples.stopping(new State.Then.Relaunch());
    all.add(new From("stopping, then relaunch, leftovers are kept", in(keep, again)));
    all.add(up("waiting", new State.Waiting(Samples.MISSING, Samples.ASKED)));
    all.addAll(probed());
    all.addAll(scheduled());
    return all;
  }

  private static List<From> probed() {
    Definition probed = Samples.probed();
    return List.of(
        new From("starting, with probes", in(probed, new State.Starting(RUN))),
        new From("running, not ready", in(probed, Samples.running(false))),
        new From("running, ready", in(probed, Samples.running(true))));
  }

  private static List<From> scheduled() {
    Optional<Agenda.Occurrence> none = Optional.empty();
    Optional<Agenda.Occurrence> due = Optional.of(Samples.HOURLY);
    Optional<Agenda.Occurrence> byHand = Optional.of(Samples.BY_HAND);
    Optional<Agenda.Occurrence> beside =
        Optional.of(new Agenda.Occurrence(Samples.DUE, Agenda.Cause.BESIDE));
    State next = new State.Scheduled(Optional.of(Samples.DUE));
    State waiting = new State.Waiting(Samples.MISSING, Samples.ASKED);
    Definition skip = Samples.scheduled(Overlap.SKIP);
    List<From> all = new ArrayList<>();
    all.add(timed("scheduled", skip, next, none));
    all.add(timed("scheduled, waiting for a dependency", skip, waiting, due));
    all.add(timed("scheduled, starting", skip, new State.Starting(RUN), due));
    all.add(timed("scheduled, backing_off", skip, Samples.backingOff(), due));
    all.add(timed("scheduled, running beside", skip, Samples.running(), beside));
    all.add(timed("scheduled, running, by hand", skip, Samples.running(), byHand));
    all.add(timed("scheduled, completed", skip, new State.Completed(), none));
    all.add(timed("scheduled, failed", skip, new State.Failed(), none));
    for (Overlap overlap : Overlap.values()) {
      Definition definition = Samples.scheduled(overlap);
      String name = "scheduled, running, overlap " + overlap.word();
      all.add(timed(name, definition, Samples.running(), due));
      State stopping = Samples.stopping(new State.Then.Fail(Samples.TOO_MUCH, Duration.ZERO));
      all.add(timed("scheduled, stopping, overlap " + overlap.word(), definition, stopping, due));
    }
    Managed running = timed("", skip, Samples.running(), due).managed();
    all.add(
        new From(
            "scheduled, running, one queued",
            running.with(running.agenda().queueing(Samples.BY_HAND))));
    Managed resting = timed("", skip, next, none).managed();
    all.add(
        new From(
            "scheduled, disabled",
            resting
                .with(new State.Stopped(), Samples.BEFORE)
                .with(resting.agenda().enabled(false, Samples.ARMED))));
    all.add(
        new From(
            "scheduled, disarmed", Samples.planned(skip, Wanted.DOWN, new State.Stopped(), none)));
    all.add(
        new From(
            "scheduled, disarmed, running by hand",
            Samples.planned(skip, Wanted.DOWN, Samples.running(), byHand)));
    Definition restarts = Samples.restartedHourly();
    all.add(timed("restarted hourly, running", restarts, Samples.running(), none));
    all.add(timed("restarted hourly, starting", restarts, new State.Starting(RUN), none));
    all.add(timed("restarted hourly, failed", restarts, new State.Failed(), none));
    State.Stopping stopping = Samples.stopping(new State.Then.Relaunch());
    all.add(timed("restarted hourly, stopping", restarts, stopping, none));
    return all;
  }

  private static From timed(
      String name, Definition definition, State state, Optional<Agenda.Occurrence> current) {
    return new From(name, Samples.planned(definition, Wanted.UP, state, current));
  }

  static List<State.Then> thens() {
    return List.of(
        new State.Then.Rest(),
        new State.Then.Relaunch(),
        new State.Then.Judge(Samples.exit(1)),
        new State.Then.GiveUp(Samples.TOO_MUCH),
        new State.Then.Fail(Samples.TOO_MUCH, Duration.ofSeconds(1)));
  }

  private static State judging(ExitReport report) {
    return Samples.stopping(new State.Then.Judge(report));
  }

  private static From up(String name, State state) {
    return new From(name, Samples.managed(state));
  }

  private static From down(String name, State state) {
    return new From(name, Samples.managed(Samples.defined(), Wanted.DOWN, state));
  }

  private static Managed in(Definition definition, State state) {
    return Samples.managed(definition, Wanted.UP, state);
  }

  private static State beforeExec(State.Then then) {
    return new State.Stopping(RUN, Optional.empty(), NOW.plus(Duration.ofSeconds(10)), then);
  }

  static List<Happening> happenings() {
    List<Happening> all = new ArrayList<>(commands());
    all.addAll(facts(RUN, "", true));
    all.addAll(facts(OLD, " of another run", false));
    Event time = new Event.TimeReached();
    all.add(new Happening("time, too early", "", time, Samples.at(Duration.ofSeconds(1))));
    all.add(new Happening("time, due", "time", time, Samples.at(Duration.ofSeconds(10))));
    all.add(new Happening("time, a limit is over", "", time, Samples.at(Duration.ofMinutes(30))));
    all.addAll(coordination());
    all.addAll(recoveries());
    return all;
  }

  private static List<Happening> coordination() {
    Reason asked = Samples.ASKED;
    Reason due = new Reason("due", "its time came");
    Occasion unmet = Samples.UNMET;
    Definition timed = Samples.scheduled(Overlap.QUEUE);
    return List.of(
        new Happening(
            "start, dependency missing",
            "start (dependency missing)",
            new Event.Start(asked),
            unmet),
        new Happening("restart, dependency missing", "", new Event.Restart(asked), unmet),
        new Happening(
            "dependency there", "dependency", new Event.DependenceChanged(), Samples.OCCASION),
        new Happening("dependency still missing", "", new Event.DependenceChanged(), unmet),
        shown("outdated", new Event.Outdated(asked)),
        shown("run now", new Event.RunNow(asked)),
        shown("enable", new Event.Enable(true, asked)),
        shown("disable", new Event.Enable(false, asked)),
        shown("due", new Event.Due(Samples.DUE, false, due)),
        hidden("due, made up for", new Event.Due(Samples.DUE, true, due)),
        hidden("due, before it was armed", new Event.Due(Samples.ARMED, false, due)),
        hidden("missed", new Event.Missed(Samples.DUE, due)),
        hidden("missed, before it was armed", new Event.Missed(Samples.ARMED, due)),
        hidden("clock set back", new Event.ClockSetBack()),
        hidden("redefine with a schedule", new Event.Redefine(timed, false, asked)));
  }

  private static List<Happening> commands() {
    Reason asked = Samples.ASKED;
    Definition changed = Samples.reloadedBy(new ProcessSpec.Reload.BySignal(Signal.HUP));
    return List.of(
        shown("start", new Event.Start(asked)),
        shown("stop", new Event.Stop(asked, Optional.empty())),
        hidden("stop within 3s", new Event.Stop(asked, Optional.of(Duration.ofSeconds(3)))),
        hidden("stop within 60s", new Event.Stop(asked, Optional.of(Duration.ofSeconds(60)))),
        hidden("stop at once", new Event.Stop(asked, Optional.of(Duration.ZERO))),
        shown("restart", new Event.Restart(asked)),
        shown("reset", new Event.Reset(asked)),
        shown("reload", new Event.Reload(asked)),
        shown("signal HUP", new Event.Send(Signal.HUP)),
        hidden("redefine", new Event.Redefine(changed, false, asked)),
        new Happening(
            "redefine with restart",
            "redefine",
            new Event.Redefine(changed, true, asked),
            Samples.OCCASION),
        shown("shutdown", new Event.Shutdown()));
  }

  private static List<Happening> facts(RunId run, String of, boolean show) {
    return List.of(
        fact("execed", of, show ? "execed" : "", new Event.Execed(run, LEADER)),
        fact("ended: exit code 1", of, show ? "ended" : "", ended(run, 1)),
        fact("ended: exit code 0", of, show ? "ended" : "", ended(run, 0)),
        fact("gone: exit code 0", of, show ? "gone (success)" : "", gone(run, 0)),
        fact("gone: exit code 1", of, show ? "gone (retry)" : "", gone(run, 1)),
        fact(
            "gone: exit code 1 after 20s",
            of,
            show ? "gone (retry at once)" : "",
            new Event.Gone(run, LONG)),
        fact("gone: exit code 78", of, show ? "gone (no retry)" : "", gone(run, 78)),
        fact("ready", of, "", new Event.Readiness(run, true, Samples.ASKED)),
        fact("not ready", of, "", new Event.Readiness(run, false, Samples.ASKED)),
        fact("unwell", of, show ? "unwell" : "", new Event.Unwell(run, Samples.TOO_MUCH)),
        fact("keeper lost", of, "", new Event.KeeperLost(run)),
        fact("exceeded", of, show ? "exceeded" : "", new Event.Exceeded(run, Samples.TOO_MUCH)),
        fact("survived", of, "", new Event.Survived(run, List.of(4711L, 4712L))));
  }

  private static Event ended(RunId run, int code) {
    return new Event.Ended(run, Samples.exit(code));
  }

  private static Event gone(RunId run, int code) {
    return new Event.Gone(run, Samples.exit(code));
  }

  private static List<Happening> recoveries() {
    List<Happening> all = new ArrayList<>();
    for (boolean rebooted : List.of(false, true)) {
      all.add(recovered("nothing", new Event.Found.Nothing(), rebooted));
      for (RunId run : List.of(RUN, OLD)) {
        String of = run.equals(RUN) ? "" : " of another run";
        all.add(recovered("never ran" + of, new Event.Found.NeverRan(run), rebooted));
        all.add(recovered("launching" + of, new Event.Found.Launching(run), rebooted));
        all.addAll(recoveries(run, of, Optional.empty(), rebooted));
      }
      for (State.Then then : thens()) {
        all.addAll(recoveries(RUN, ", stopping then " + then.word(), Optional.of(then), rebooted));
      }
      ExitReport unseen = new ExitReport(new Exit.Unknown(), NOW.wall(), Duration.ZERO);
      Event.Found over = new Event.Found.Over(RUN, unseen, Optional.empty());
      all.add(recovered("over, exit unknown", over, rebooted));
      Event.Found other = new Event.Found.Over(NEW, unseen, Optional.empty());
      all.add(recovered("over, exit unknown, of a later run", other, rebooted));
    }
    return all;
  }

  private static List<Happening> recoveries(
      RunId run, String of, Optional<State.Then> then, boolean rebooted) {
    Moment since = NOW.plus(Duration.ofMinutes(-1));
    ExitReport exit = Samples.exit(1);
    return List.of(
        recovered("alive" + of, new Event.Found.Alive(run, LEADER, since, then), rebooted),
        recovered("left behind" + of, new Event.Found.LeftBehind(run, exit, then), rebooted),
        recovered("over" + of, new Event.Found.Over(run, exit, then), rebooted));
  }

  private static Happening recovered(String found, Event.Found what, boolean rebooted) {
    String name = (rebooted ? "found after a reboot: " : "found: ") + found;
    return new Happening(name, "", new Event.Recovered(what, rebooted), Samples.OCCASION);
  }

  private static Happening shown(String name, Event event) {
    return new Happening(name, name, event, Samples.OCCASION);
  }

  private static Happening hidden(String name, Event event) {
    return new Happening(name, "", event, Samples.OCCASION);
  }

  private static Happening fact(String name, String of, String label, Event event) {
    return new Happening(name + of, label, event, Samples.OCCASION);
  }
}
