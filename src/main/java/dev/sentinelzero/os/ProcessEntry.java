package dev.sentinelzero.os;

/**
 * A process as the kernel lists it.
 *
 * @param start raw start time, as in {@link dev.sentinelzero.process.Identity}
 * @param zombie whether it has ended and only waits to be reaped
 * @param cpuNanos processor time it used itself
 * @param memoryBytes resident memory
 */
record ProcessEntry(
    long pid,
    long parent,
    long group,
    long session,
    String start,
    boolean zombie,
    long cpuNanos,
    int threads,
    long memoryBytes) {

  /** Tells this process from a later one of the same pid. */
  Key key() {
    return new Key(pid, start);
  }

  /** Which process, within this boot and pid namespace. */
  record Key(long pid, String start) {}
}
