package dev.sentinelzero.http;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The output of processes, as the API gives it. */
public interface LogSource {
  /**
   * Which lines are asked for.
   *
   * @param names of which processes
   * @param tail the newest so many, over all of them; absent: all
   * @param since only lines from this time on
   * @param until only lines before this time
   * @param grep a regular expression that the text must contain
   * @param run a run's id, or {@code -1} for the run before the latest and so on
   * @param stream {@code stdout} or {@code stderr}
   * @param after only lines behind this cursor, as given with a line
   * @param follow whether lines to come are given too, until the sink ends it
   */
  record Question(
      List<ProcessName> names,
      Optional<Long> tail,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<String> grep,
      Optional<String> run,
      Optional<String> stream,
      Optional<String> after,
      boolean follow) {}

  /**
   * One line of output.
   *
   * @param partial whether its newline is missing
   * @param dropped bytes that could not be kept before it
   * @param cursor where reading goes on behind it
   */
  record Line(
      ProcessName process,
      Instant at,
      String stream,
      String run,
      byte[] bytes,
      String text,
      boolean partial,
      long dropped,
      String cursor) {}

  /** Takes lines. */
  interface Sink {
    /**
     * Takes lines; an empty list is a sign of life while nothing comes.
     *
     * @return whether more are wanted
     * @throws IOException when the reader is gone
     */
    boolean take(List<Line> lines) throws IOException;
  }

  /**
   * Gives lines in the order in which they were written.
   *
   * @throws IllegalArgumentException with a message for the user when the question makes no sense
   * @throws IOException when they can't be read, or from the sink
   */
  void read(Question question, Sink sink) throws IOException, InterruptedException;

  /**
   * Whether a process has a run.
   *
   * @param run its id, or counted back from the newest, as in a question
   * @throws IllegalArgumentException with a message for the user when it is neither
   * @throws IOException when the runs can't be listed
   */
  boolean hasRun(ProcessName name, String run) throws IOException;

  /**
   * Why a process may have failed.
   *
   * @param lines its last output
   * @param cause the likely cause in a sentence
   */
  record Tail(List<String> lines, Optional<String> cause) {}

  /** The last lines of a process that ended, and what they and its exit hint at; never fails. */
  Tail tail(Managed managed, int lines);
}
