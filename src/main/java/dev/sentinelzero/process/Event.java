package dev.sentinelzero.process;

import java.time.Duration;
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

  /** A limit of the tree was exceeded for too long. */
  record Exceeded(RunId run, Reason reason) implements Fact {}

  /** SIGKILL was sent to all of the tree, and these are still there. */
  record Survived(RunId run, List<Long> pids) implements Fact {}

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
