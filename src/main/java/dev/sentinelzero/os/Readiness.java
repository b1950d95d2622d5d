package dev.sentinelzero.os;

/** Tells which descriptors can be read: epoll on Linux, kqueue on macOS. */
interface Readiness extends AutoCloseable {
  /** How many descriptors one wait can tell. */
  int MOST = 256;

  /** That of this system. */
  static Readiness open() throws SystemFailure {
    return Platform.current().isLinux() ? new Epoll() : new Kqueue();
  }

  /**
   * From now on tells when a descriptor can be read or has lost its last writer. Any thread.
   *
   * @param id what {@link #await} answers for it
   */
  void add(int descriptor, long id) throws SystemFailure;

  /**
   * Waits; one thread.
   *
   * @param ids gets the ids of what can be read
   * @param timeoutMillis -1: as long as it takes
   * @return how many
   */
  int await(long[] ids, int timeoutMillis);

  @Override
  void close();
}
