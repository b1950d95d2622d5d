package dev.sentinelzero.probes;

import java.io.IOException;
import java.util.List;

/** The output of runs, as far as probes look at it. */
public interface RunLogs {
  /**
   * Begins to read the output of one run.
   *
   * @param process name of the process
   * @param run id of the run
   * @param fromStart whether from its first line on; else what comes from now on
   * @throws IOException when files can't be read
   * @throws InterruptedException when the thread was interrupted
   */
  Output follow(String process, String run, boolean fromStart)
      throws IOException, InterruptedException;

  /** Reads on where it stopped. One thread at a time. */
  interface Output extends AutoCloseable {
    /**
     * The next lines that are there, without waiting for any; an empty list when there are none.
     *
     * @throws IOException when files can't be read
     * @throws InterruptedException when the thread was interrupted
     */
    List<String> take() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
  }
}
