package dev.sentinelzero.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to a process. */
public sealed interface Event {
  /** Somebody asks for something. */
  sealed interface Command extends Event {}

  /** Something became known about a run. */
  sealed interface Fact extends Event {
    /** The run it is about; facts about an old run are dropped. */
    RunId run();
  }

  /** Start it, or let it run. */
  record Start(Reason reason) implements Command {}

  /**
   * Stop it and keep it stopped.
   *
   * @param timeout grace time instead of the definition's; zero kills at once
   */
  record Stop(Reason reason, Optional<Duration> timeout) implements Command {}

  /** Stop it if it runs, then start it. */
  record Restart(Reason reason) implements Command {}

  /** Forget the restarts counted so far; one that failed or waits is started if it is wanted. */
  record Reset(Reason reason) implements Command {}

  /** Make it read its configuration again. */
  record Reload(Reason reason) implements Command {}

  /** Send it a signal. */
  record Send(Signal signal) implements Command {}

  /**
   * Change its definition.
   *
   * @param definition the new one
   * @param restart whether a run of the old one is ended and followed by one of the new one
   */
  record Redefine(Definition definition, boolean restart, Reason reason) implements Command {}

  /** Run it now, whatever its schedule says. */
  record RunNow(Reason reason) implements Command {}

  /** Let its schedule count, or not. */
  record Enable(boolean on, Reason reason) implements Command {}

  /** The daemon ends and takes its processes with it; what the user wants stays as it is. */
  record Shutdown() implements Command {}

  /** Exec succeeded. */
  record Execed(RunId run, Identity identity) implements Fact {}

  /** The leader ended; descendants of it are still alive. */
  record Ended(RunId run, ExitReport report) implements Fact {}

  /** The run is over, nothing of it is left. */
  record Gone(RunId run, ExitReport report) implements Fact {}

  /** The keeper was killed while something of the run may be alive. */
  record KeeperLost(RunId run) implements Fact {}

  /** It has become ready, or is ready no longer. */
  record Readiness(RunId run, boolean ready, Reason reason) implements Fact {}

  /** Its liveness probe failed too often. */
  record Unwell(RunId run, Reason reason) implements Fact {}

  /** A limit of the tree was exceeded for too long. */
  record Exceeded(RunId run, Reason reason) implements Fact {}

  /** SIGKILL was sent to all of the tree, and these are still there. */
  record Survived(RunId run, List<Long> pids) implements Fact {}

  /**
   * A planned time of its schedule came, or passed while nobody could run it.
   *
   * @param misfire whether it passed, and is run all the same
   * @param reason why it runs now
   */
  record Due(Instant planned, boolean misfire, Reason reason) implements Event {}

  /** A planned time of its schedule passed, and it is left out. */
  record Missed(Instant planned, Reason reason) implements Event {}

  /** The wall clock was set back: what was planned by intervals is planned anew. */
  record ClockSetBack() implements Event {}

  /** Something that it depends on has changed. */
  record DependenceChanged() implements Event {}

  /** What it was made of has changed: a run of it is out of date. */
  record Outdated(Reason reason) implements Event {}

  /** The moment of {@link Managed#due()} came. */
  record TimeReached() implements Event {}

  /**
   * The daemon has come up, and this is what it found.
   *
   * @param rebooted whether the machine was started anew since the state was written
   */
  record Recovered(Found found, boolean rebooted) implements Event {}

  /** What a daemon that comes up finds of a process. */
  sealed interface Found {
    /** No run. */
    record Nothing() implements Found {}

    /**
     * A run whose leader is alive.
     *
     * @param since when it was started
     * @param stopping what was to follow the stop that was under way, if one was
     */
    record Alive(RunId run, Identity identity, Moment since, Optional<State.Then> stopping)
        implements Found {}

    /** A keeper that has not come to the exec yet. */
    record Launching(RunId run) implements Found {}

    /** A run whose leader ended while descendants live. */
    record LeftBehind(RunId run, ExitReport report, Optional<State.Then> stopping)
        implements Found {}

    /** A run that ended. */
    record Over(RunId run, ExitReport report, Optional<State.Then> stopping) implements Found {}

    /** A run that was planned and can't begin any more. */
    record NeverRan(RunId run) implements Found {}
  }
}
