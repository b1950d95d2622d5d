package dev.sentinelzero.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What the CLI needs of others.
 *
 * @param daemon runs the daemon in this JVM
 * @param interrupts tells when the user ends a verb
 * @param clock the wall clock
 * @param launcher the command that runs this program, for daemons in the background; empty where it
 *     isn't known
 */
public record Ports(
    ForegroundDaemon daemon, Interrupts interrupts, InstantSource clock, List<String> launcher) {

  /** Runs the daemon in this JVM. */
  public interface ForegroundDaemon {
    /**
     * Runs it until it ends.
     *
     * @param home its home
     * @param options how
     * @return the exit code
     */
    int run(Path home, DaemonOptions options);
  }

  /**
   * How a daemon runs.
   *
   * @param keepProcessesOnExit whether TERM leaves the processes running
   * @param logFormat {@code human}, {@code json}, or empty for what the settings say
   * @param logLevel empty for what the settings say
   */
  public record DaemonOptions(boolean keepProcessesOnExit, String logFormat, String logLevel) {}

  /** Ctrl-C, for the verbs that follow something and end well with it. */
  public interface Interrupts {
    /**
     * Has something run when the user ends the verb; from then on SIGINT no longer ends the JVM by
     * itself.
     */
    void onInterrupt(Runnable action);

    /**
     * Waits.
     *
     * @return whether the user ended the verb meanwhile
     */
    boolean pause(Duration duration) throws InterruptedException;
  }
}
