package dev.sentinelzero.cli;

import java.io.IOException;
import java.io.InputStream;

/** Takes requests to a daemon. */
interface Transport {
  /**
   * Sends a request.
   *
   * @return the reply once its head is there
   * @throws Failure when the daemon can't be reached, or its answer doesn't begin in time
   * @throws IOException when the connection breaks
   */
  Reply send(Request request) throws IOException, InterruptedException;

  /**
   * A reply whose body is still to be read; whoever closes it ends a read that is under way.
   *
   * @param status HTTP's
   * @param body without its transfer coding
   * @param alarm watches the connection
   */
  record Reply(int status, InputStream body, Alarm alarm) implements AutoCloseable {
    @Override
    public void close() {
      alarm.close();
    }
  }

  /** What is told when an answer takes longer than its limit. */
  static Failure late() {
    return Failure.of(
        ExitCode.TIMED_OUT, "the daemon did not answer in time", "see 'sentinelzero doctor'");
  }
}
