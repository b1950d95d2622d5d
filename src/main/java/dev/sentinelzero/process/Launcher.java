package dev.sentinelzero.process;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts, watches and ends runs. Calls may block for the time of a few system calls; they come from
 * the one writer of each process. Whatever becomes known about a run is told to the listener, on
 * any thread, at most once each.
 */
public interface Launcher {
  /** Told about runs. Must return at once. */
  interface FactListener {
    /** Something became known. */
    void on(ProcessName name, Event.Fact fact);
  }

  /**
   * One run of a process.
   *
   * @param name of the process
   * @param id of the run
   */
  record Run(ProcessName name, RunId id) {}

  /**
   * What is to be run.
   *
   * @param argv the exact argument vector, in bytes, without NUL
   * @param environment the exact environment, {@code NAME=VALUE} in bytes, without NUL
   */
  record Order(Run run, List<byte[]> argv, List<byte[]> environment, Settings settings) {}

  /**
   * How it is run.
   *
   * @param directory absolute path
   * @param stdin absolute path; absent: /dev/null
   * @param umask 0 to 0777
   * @param nice -20 to 19
   * @param limits kernel limits by name, {@code SOFT:HARD}
   * @param account as whom; absent: as the daemon
   * @param segmentBytes size of a log segment
   */
  record Settings(
      String directory,
      Optional<String> stdin,
      OptionalInt umask,
      OptionalInt nice,
      Map<String, String> limits,
      Optional<Account> account,
      long segmentBytes) {}

  /** A user as the kernel knows it. */
  record Account(long uid, long gid, List<Long> groups) {}

  /**
   * A stop that is under way.
   *
   * @param then what follows
   * @param deadline when what is left is killed
   */
  record Stop(State.Then then, Instant deadline) {}

  /**
   * Starts a keeper. Everything that goes wrong is told as {@link Event.Gone} with {@link
   * Exit.NotSpawned}; success as {@link Event.Execed}, then {@link Event.Ended}, {@link
   * Event.Gone}.
   */
  void launch(Order order);

  /**
   * Writes down a stop, durably, before its first signal.
   *
   * @throws IOException when it can't be written; the stop goes on without
   */
  void recordStop(Run run, Stop stop) throws IOException;

  /**
   * Sends a signal; who is gone meanwhile is passed over.
   *
   * @return how many processes got it
   */
  int send(Run run, Signal signal, StopRule.Scope scope);

  /**
   * Sends SIGKILL to all of the scope until two looks in a row find nobody new, without waiting for
   * them to be gone.
   *
   * @return pids that still exist afterwards and are not zombies
   */
  List<Long> sweep(Run run, StopRule.Scope scope);

  /** The pids of the tree that are alive now, the leader first; empty when it is gone. */
  List<Long> members(Run run);

  /**
   * Gives a run whose keeper was killed a new keeper, so that its output is kept. If nothing of the
   * run is alive, {@link Event.Gone} with {@link Exit.Unknown} follows.
   */
  void takeOver(Run run);

  /**
   * Looks for a run that an earlier daemon began, and watches it from now on where anything of it
   * is alive (a keeper that was killed is replaced).
   */
  Event.Found recover(Run run);

  /**
   * Ids of the runs of which there is a run directory, oldest first.
   *
   * @throws IOException when they can't be listed
   */
  List<RunId> runs(ProcessName name) throws IOException;

  /**
   * Deletes the run directory of a run that is over.
   *
   * @throws IOException when it can't be deleted
   */
  void forget(Run run) throws IOException;
}
