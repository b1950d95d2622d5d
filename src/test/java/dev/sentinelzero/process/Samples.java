package dev.sentinelzero.process;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Values that the tests of this package share. */
final class Samples {
  static final Moment NOW = new Moment(Instant.parse("2026-03-01T12:00:00Z"), 1_000_000_000_000L);
  static final RunId OLD = RunId.of(1, 0, 1);
  static final RunId RUN = RunId.of(2, 0, 2);
  static final RunId NEW = RunId.of(3, 0, 3);
  static final Identity LEADER = new Identity(4711, "12345", "boot-a", "4026531836");
  static final Reason BEFORE = new Reason("before", "what was before");
  static final Reason ASKED = new Reason("asked", "somebody asked for it");
  static final Reason TOO_MUCH = new Reason("memory_exceeded", "it used too much memory");

  /** Restarts failures three times, never exit 78, at once what lived for ten seconds. */
  static final RestartPolicy POLICY =
      new RestartPolicy(
          RestartPolicy.Restart.ON_FAILURE,
          List.of(),
          List.of(),
          List.of(new ExitMatch.Codes(78, 78)),
          new RestartPolicy.Budget(3, Optional.empty(), Duration.ofMinutes(1), Optional.empty()),
          new RestartPolicy.Pause(
              Duration.ofSeconds(5),
              1.5,
              Duration.ofMinutes(5),
              0,
              Optional.of(Duration.ofSeconds(10))));

  static final Occasion OCCASION = new Occasion(NOW, NEW, 0.5, POLICY, new Dependence.Met());

  private Samples() {}

  static Occasion at(Duration later) {
    return new Occasion(NOW.plus(later), NEW, 0.5, POLICY, new Dependence.Met());
  }

  static ExitReport exit(int code, Duration up) {
    return new ExitReport(new Exit.Code(code), NOW.wall(), up);
  }

  /** An exit after a second of life. */
  static ExitReport exit(int code) {
    return exit(code, Duration.ofSeconds(1));
  }

  static ProcessSpec spec() {
    return new ProcessSpec(
        new ProcessSpec.Execution(List.of("/bin/true"), false, "/", Optional.empty()),
        ProcessSpec.Environment.EMPTY,
        new ProcessSpec.Rules(
            new ProcessSpec.PolicyChoice.Named(RestartPolicy.DEFAULT),
            List.of(),
            ProcessSpec.StartRule.DEFAULT,
            StopRule.DEFAULT,
            Optional.empty(),
            ProcessSpec.Hooks.NONE),
        ProcessSpec.Coordination.NONE,
        new ProcessSpec.Confinement(Optional.empty(), OptionalInt.empty(), ProcessSpec.Limits.NONE),
        ProcessSpec.LogRule.DEFAULT,
        Optional.empty(),
        Map.of());
  }

  static Definition defined(ProcessSpec spec) {
    return new Definition(new ProcessName("web"), Definition.BY_HAND, spec);
  }

  static Definition defined() {
    return defined(spec());
  }

  static Definition stoppedBy(StopRule stop) {
    ProcessSpec.Rules old = spec().rules();
    return with(
        new ProcessSpec.Rules(
            old.policy(), old.success(), old.start(), stop, old.reload(), old.hooks()));
  }

  static Definition keepingLeftovers() {
    return stoppedBy(
        new StopRule(
            Signal.TERM, Duration.ofSeconds(10), StopRule.Scope.TREE, StopRule.Leftovers.KEEP));
  }

  static Definition reloadedBy(ProcessSpec.Reload reload) {
    ProcessSpec.Rules old = spec().rules();
    return with(
        new ProcessSpec.Rules(
            old.policy(),
            old.success(),
            old.start(),
            old.stop(),
            Optional.of(reload),
            old.hooks()));
  }

  static Definition succeedingWith(ExitMatch match) {
    ProcessSpec.Rules old = spec().rules();
    return with(
        new ProcessSpec.Rules(
            old.policy(), List.of(match), old.start(), old.stop(), old.reload(), old.hooks()));
  }

  static Definition whenExceeded(ProcessSpec.OnExceeded answer) {
    ProcessSpec old = spec();
    ProcessSpec.Limits none = ProcessSpec.Limits.NONE;
    ProcessSpec.Limits limits =
        new ProcessSpec.Limits(
            none.memory(), none.cpu(), none.openFiles(), none.nice(), none.resources(), answer);
    return defined(
        new ProcessSpec(
            old.execution(),
            old.environment(),
            old.rules(),
            old.coordination(),
            new ProcessSpec.Confinement(Optional.empty(), OptionalInt.empty(), limits),
            old.logs(),
            old.group(),
            old.labels()));
  }

  /** When the schedule of {@link #scheduled} was armed: its times are every hour from then on. */
  static final Instant ARMED = NOW.wall().minus(Duration.ofMinutes(90));

  static final Instant DUE = ARMED.plus(Duration.ofHours(1));
  static final Agenda.Occurrence HOURLY = new Agenda.Occurrence(DUE, Agenda.Cause.SCHEDULE);
  static final Agenda.Occurrence BY_HAND =
      new Agenda.Occurrence(DUE.plusSeconds(60), Agenda.Cause.MANUAL);

  static Schedule hourly(Overlap overlap) {
    Timing hourly = new Timing.Every(Duration.ofHours(1), Timing.From.START);
    Schedule plain = Schedule.of(hourly, ZoneOffset.UTC);
    Schedule.Manner manner =
        new Schedule.Manner(
            Duration.ZERO,
            Optional.of(Duration.ofMinutes(30)),
            plain.manner().clockChanges(),
            true);
    return new Schedule(hourly, plain.zone(), overlap, plain.misfire(), manner);
  }

  static Definition scheduled(Overlap overlap) {
    return timed(new ProcessSpec.Timed.Runs(hourly(overlap)));
  }

  static Definition restartedHourly() {
    return timed(new ProcessSpec.Timed.Restarts(hourly(Overlap.SKIP)));
  }

  static Definition timed(ProcessSpec.Timed timed) {
    return coordinated(
        new ProcessSpec.Coordination(Map.of(), Optional.of(timed), Probes.NONE, Optional.empty()));
  }

  static Definition probed() {
    Probe probe = Probe.of(new Check.Tcp("127.0.0.1", 1));
    return coordinated(
        new ProcessSpec.Coordination(
            Map.of(),
            Optional.empty(),
            new Probes(Optional.of(probe), Optional.of(probe)),
            Optional.empty()));
  }

  static Definition coordinated(ProcessSpec.Coordination coordination) {
    ProcessSpec old = spec();
    return defined(
        new ProcessSpec(
            old.execution(),
            old.environment(),
            old.rules(),
            coordination,
            old.confinement(),
            old.logs(),
            old.group(),
            old.labels()));
  }

  /** A process in a state, whose schedule has come so far. */
  static Managed planned(
      Definition definition, Wanted wanted, State state, Optional<Agenda.Occurrence> current) {
    Agenda agenda = new Agenda(true, ARMED, Optional.empty(), current, List.of());
    return managed(definition, wanted, state).with(agenda);
  }

  static final Dependence.Unmet MISSING =
      new Dependence.Unmet(
          new Reason("waiting_for_dependency", "a dependency"), false, Optional.empty());

  static final Occasion UNMET = new Occasion(NOW, NEW, 0.5, POLICY, MISSING);

  static State.Running running(boolean ready) {
    Moment since = NOW.plus(Duration.ofMinutes(-1));
    return new State.Running(
        RUN,
        LEADER,
        since,
        new Vitals(
            Optional.of(ready), Optional.of(true), ready ? Optional.of(since) : Optional.empty()));
  }

  private static Definition with(ProcessSpec.Rules rules) {
    ProcessSpec old = spec();
    return defined(
        new ProcessSpec(
            old.execution(),
            old.environment(),
            rules,
            old.coordination(),
            old.confinement(),
            old.logs(),
            old.group(),
            old.labels()));
  }

  /**
   * A process in a state, with one restart behind it. The last run that ended is {@link #RUN} in a
   * state without a run, else {@link #OLD}.
   */
  static Managed managed(Definition definition, Wanted wanted, State state) {
    Retries retries = Retries.NONE.and(NOW.wall().minusSeconds(30), true);
    RunId ended = state instanceof State.Active ? OLD : RUN;
    Optional<Managed.Last> last = Optional.of(new Managed.Last(ended, exit(1)));
    Managed.History history = new Managed.History(retries, 7, last, BEFORE);
    return new Managed(definition, wanted, state, history, Agenda.NONE);
  }

  static Managed managed(State state) {
    return managed(defined(), Wanted.UP, state);
  }

  static State.Running running() {
    return new State.Running(RUN, LEADER, NOW.plus(Duration.ofMinutes(-1)), Vitals.NONE);
  }

  static State.Stopping stopping(State.Then then) {
    return new State.Stopping(RUN, Optional.of(LEADER), NOW.plus(Duration.ofSeconds(10)), then);
  }

  static State.BackingOff backingOff() {
    return new State.BackingOff(NOW.plus(Duration.ofSeconds(5)));
  }
}
