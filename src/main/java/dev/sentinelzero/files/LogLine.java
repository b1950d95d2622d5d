package dev.sentinelzero.files;

import dev.sentinelzero.process.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * One line of output.
 *
 * @param at when the first byte of the line was read from the process
 * @param stream where it was written to
 * @param run the run that wrote it
 * @param bytes the line without its newline, at most 1 MiB; not copied, leave it unchanged
 * @param partial whether no newline followed: the run ended, bytes were dropped there, or the line
 *     is longer than 1 MiB and goes on in the next line of the same stream
 * @param dropped how many bytes are missing here because they could not be written, else 0; such a
 *     line has no bytes of its own
 * @param after where reading goes on after this line
 */
public record LogLine(
    Instant at,
    Stream stream,
    RunId run,
    byte[] bytes,
    boolean partial,
    long dropped,
    LogCursor after) {

  /** The longest line that is given in one piece, in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * The line as text: UTF-8 in which invalid bytes are replaced, or the words for bytes dropped.
   */
  public String text() {
    return dropped > 0
        ? dropped + " bytes dropped here"
        : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogLine line
        && at.equals(line.at)
        && stream == line.stream
        && run.equals(line.run)
        && Arrays.equals(bytes, line.bytes)
        && partial == line.partial
        && dropped == line.dropped
        && after.equals(line.after);
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, stream, run, Arrays.hashCode(bytes), partial, dropped, after);
  }

  @Override
  public String toString() {
    return at + " " + run + " " + stream.word() + (partial ? " (partial) " : " ") + text();
  }
}
