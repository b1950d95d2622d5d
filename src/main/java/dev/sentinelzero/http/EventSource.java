package dev.sentinelzero.http;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Events as they happen. */
public interface EventSource {
  /** Takes events. */
  interface Sink {
    /**
     * Takes events; an empty list is a sign of life while nothing happens.
     *
     * @return whether more are wanted
     * @throws IOException when the reader is gone
     */
    boolean take(List<Archive.Numbered> events) throws IOException;
  }

  /**
   * Gives all events behind a place in the log, then those to come, without a gap.
   *
   * @throws IOException from the sink, or when the reader was too slow
   */
  void follow(long after, Optional<ProcessName> process, Sink sink)
      throws IOException, InterruptedException;
}
