package dev.sentinelzero.files;

import java.io.IOException;

/** Takes the lines of a log one by one, in order. */
@FunctionalInterface
public interface LineSink {
  /**
   * Takes a line.
   *
   * @return whether more lines are wanted; {@code false} ends the read after this line
   * @throws IOException when the line could not be passed on; ends the read
   */
  boolean accept(LogLine line) throws IOException;
}
