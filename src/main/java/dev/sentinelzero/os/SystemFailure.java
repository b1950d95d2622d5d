package dev.sentinelzero.os;

import java.io.IOException;

/** A system call failed. */
public final class SystemFailure extends IOException {
  private static final long serialVersionUID = 1;
  private final int errno;

  /**
   * Says what failed.
   *
   * @param what was tried, such as {@code mkdir /x}
   * @param errno the system's number of the error
   */
  public SystemFailure(String what, int errno) {
    super(what + ": " + Errno.message(errno));
    this.errno = errno;
  }

  /** The system's number of the error. */
  public int errno() {
    return errno;
  }

  /** Passes a result on; a negative errno is thrown. */
  static int check(int result, String what) throws SystemFailure {
    if (result < 0) {
      throw new SystemFailure(what, -result);
    }
    return result;
  }
}
