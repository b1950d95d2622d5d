package dev.sentinelzero.process;

import dev.sentinelzero.health.Probes;
import dev.sentinelzero.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Everything that defines a process but its name: fully resolved, with absolute paths, no
 * abbreviation left. Secrets are references, never values.
 *
 * @param execution what is executed
 * @param environment the environment it gets
 * @param rules when and how it is started, restarted, reloaded and stopped
 * @param coordination with what else it goes: others, time, probes, files
 * @param confinement as whom and within which limits it runs
 * @param logs how its output is kept
 * @param group the group it belongs to, for operations on several processes
 * @param labels free words for metrics and searches
 */
public record ProcessSpec(
    Execution execution,
    Environment environment,
    Rules rules,
    Coordination coordination,
    Confinement confinement,
    LogRule logs,
    Optional<String> group,
    Map<String, String> labels) {

  /**
   * What is executed.
   *
   * @param command the exact argument vector, at least one word; for a shell line {@code /bin/sh},
   *     {@code -c}, line
   * @param shell whether it was given as a shell line
   * @param directory absolute path
   * @param stdin absolute path of the file that is standard input; else /dev/null
   */
  public record Execution(
      List<String> command, boolean shell, String directory, Optional<String> stdin) {}

  /**
   * The declared environment.
   *
   * @param variables by name, in their order
   * @param files absolute paths of files of NAME=VALUE lines, read at each start, before the
   *     variables
   * @param inherit names taken from the daemon's own environment
   */
  public record Environment(
      Map<String, Value> variables, List<String> files, List<String> inherit) {
    /** Nothing beyond the base. */
    public static final Environment EMPTY = new Environment(Map.of(), List.of(), List.of());
  }

  /** The value of an environment variable. */
  public sealed interface Value {
    /** The text itself. */
    record Literal(String text) implements Value {}

    /** A number that differs by instance: {@code first + step × index}. */
    record Numbered(long first, long step) implements Value {}

    /**
     * A secret, resolved at each start and never stored.
     *
     * @param source {@code file}, {@code env}, {@code exec} or {@code keychain}
     * @param target the absolute path, the name, the command line, the item
     */
    record From(String source, String target) implements Value {
      @Override
      public String toString() {
        return source + ":" + target;
      }
    }
  }

  /**
   * When and how it is started, restarted, reloaded and stopped.
   *
   * @param policy the restart policy
   * @param success exits beside code 0 that count as success
   * @param start how a start is judged
   * @param stop how it is stopped
   * @param reload how it is told to read its configuration again; absent: it can't
   * @param hooks commands around a run
   */
  public record Rules(
      PolicyChoice policy,
      List<ExitMatch> success,
      StartRule start,
      StopRule stop,
      Optional<Reload> reload,
      Hooks hooks) {}

  /**
   * With what else it goes.
   *
   * @param needs what it depends on: names of processes (without an index: all instances) and how
   *     far each must be, in their order
   * @param timed what time does to it
   * @param probes how its health is looked at
   * @param watch the files whose change makes a run out of date
   */
  public record Coordination(
      Map<String, Need> needs, Optional<Timed> timed, Probes probes, Optional<WatchRule> watch) {
    /** With nothing. */
    public static final Coordination NONE =
        new Coordination(Map.of(), Optional.empty(), Probes.NONE, Optional.empty());
  }

  /** What time does to a process. */
  public sealed interface Timed {
    /** The rules of the times. */
    Schedule schedule();

    /** It runs at the times of a schedule, and rests in between. */
    record Runs(Schedule schedule) implements Timed {}

    /** It is kept running, and restarted at the times of a schedule. */
    record Restarts(Schedule schedule) implements Timed {}

    /** The schedule it runs on; absent where it is only restarted by one. */
    default Optional<Schedule> runs() {
      return this instanceof Runs runs ? Optional.of(runs.schedule()) : Optional.empty();
    }
  }

  /**
   * The files whose change makes a run out of date.
   *
   * @param paths absolute paths of files and folders; folders with all below them
   * @param ignore globs on names and on paths relative to the watched folder
   * @param debounce how long nothing must change before it is restarted
   */
  public record WatchRule(List<String> paths, List<String> ignore, Duration debounce) {}

  /** Which restart policy applies. */
  public sealed interface PolicyChoice {
    /** One that is kept under a name and may change while the process runs. */
    record Named(String name) implements PolicyChoice {}

    /** The process's own. */
    record Inline(RestartPolicy policy) implements PolicyChoice {}
  }

  /**
   * How a start is judged.
   *
   * @param settle how long it must have run after exec before the start counts as done
   * @param timeout how long whoever asked for the start waits at most
   */
  public record StartRule(Duration settle, Duration timeout) {
    /** Half a second, at most one minute. */
    public static final StartRule DEFAULT =
        new StartRule(Duration.ofMillis(500), Duration.ofMinutes(1));
  }

  /** How a process is told to read its configuration again. */
  public sealed interface Reload {
    /** By a signal to the leader. */
    record BySignal(Signal signal) implements Reload {}

    /** By a command, run in the process's directory and environment. */
    record ByCommand(List<String> command) implements Reload {}
  }

  /**
   * Commands around a run, in the process's directory and environment.
   *
   * @param beforeStart must succeed before each start
   * @param afterExit runs after each exit and is told of it by SENTINELZERO_EXIT_* variables
   */
  public record Hooks(Optional<List<String>> beforeStart, Optional<List<String>> afterExit) {
    /** None. */
    public static final Hooks NONE = new Hooks(Optional.empty(), Optional.empty());
  }

  /**
   * As whom and within which limits it runs.
   *
   * @param user name or number, optionally {@code :GROUP}; absent: as the daemon
   * @param umask 0 to 0777; absent: 022
   * @param limits of resources
   */
  public record Confinement(Optional<String> user, OptionalInt umask, Limits limits) {}

  /**
   * Limits of resources.
   *
   * @param memory bytes of the whole tree
   * @param cpu percent of one processor, for the whole tree, e.g. 150
   * @param openFiles descriptors per process of the tree (RLIMIT_NOFILE)
   * @param nice -20 to 19
   * @param resources further kernel limits by their names (core, data, fsize, memlock, nproc,
   *     stack, as, cpu), a number or {@code unlimited}
   * @param onExceeded what follows when memory or cpu stay over their limit
   */
  public record Limits(
      OptionalLong memory,
      OptionalDouble cpu,
      OptionalLong openFiles,
      OptionalInt nice,
      Map<String, String> resources,
      OnExceeded onExceeded) {
    /** None. */
    public static final Limits NONE =
        new Limits(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            Map.of(),
            OnExceeded.RESTART);
  }

  /** What follows when a limit is exceeded. */
  public enum OnExceeded {
    /** The process is stopped and started again. */
    RESTART,
    /** The process is stopped. */
    STOP,
    /** It is recorded as an event, nothing else. */
    WARN;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How the output is kept.
   *
   * @param maxSize bytes after which a segment is closed, 4096 or more
   * @param keep closed segments kept, 0 or more
   * @param maxAge closed segments older than this are deleted
   * @param compress whether closed segments are compressed
   */
  public record LogRule(long maxSize, int keep, Optional<Duration> maxAge, boolean compress) {
    /** Ten compressed segments of 50 MB. */
    public static final LogRule DEFAULT = new LogRule(50L << 20, 10, Optional.empty(), true);
  }
}
