package dev.sentinelzero.health;

import java.util.List;
import java.util.Optional;

/**
 * The run that is probed, as far as a probe has to know it.
 *
 * @param process name of the process
 * @param run id of the run
 * @param environment the run's exact environment, {@code NAME=VALUE} in bytes, without NUL
 * @param directory absolute path of the run's directory
 * @param account as whom the run runs; absent: as the daemon
 */
public record Target(
    String process,
    String run,
    List<byte[]> environment,
    String directory,
    Optional<Account> account) {
  /** A user as the kernel knows it. */
  public record Account(long uid, long gid, List<Long> groups) {}

  @Override
  public String toString() {
    return process + " " + run;
  }
}
