package dev.sentinelzero.cli;

import java.io.IOException;

/** One verb of the command line. */
interface Verb {
  /** What it takes. */
  Syntax syntax();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws Failure with what the user is told
   * @throws IOException when a file or the connection fails
   * @throws InterruptedException when the user ends it
   */
  int run(Call call) throws IOException, InterruptedException;
}
