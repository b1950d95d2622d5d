package dev.sentinelzero.runtime;

import java.util.Set;

/**
 * What an apply is to bring about.
 *
 * @param wanted the project as it is to be
 * @param emptied names of processes that are to have no instances
 * @param prune whether processes of the project that are not in it are removed
 * @param takeOver whether processes of other projects may be taken
 */
public record Intent(Snapshot wanted, Set<String> emptied, boolean prune, boolean takeOver) {
  /** One in which every process is there at least once. */
  public Intent(Snapshot wanted, boolean prune, boolean takeOver) {
    this(wanted, Set.of(), prune, takeOver);
  }
}
