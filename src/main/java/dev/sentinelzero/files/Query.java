package dev.sentinelzero.files;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which lines of a process are wanted.
 *
 * @param run only this run; a choice that fits no run gives no lines
 * @param tail only the newest so many of the lines that pass everything else, 0 or more
 * @param since only lines from this time on
 * @param until only lines before this time
 * @param grep only lines in whose text this is found
 * @param stream only this stream
 * @param after only what comes after this place
 */
public record Query(
    Optional<RunChoice> run,
    OptionalLong tail,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<Pattern> grep,
    Optional<Stream> stream,
    Optional<LogCursor> after) {

  /** Every line. */
  public static final Query ALL =
      new Query(
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Checks that the tail is not negative. */
  public Query {
    if (tail.isPresent() && tail.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "a tail of " + tail.getAsLong() + " lines is not possible");
    }
  }

  /** The same, of one run. */
  public Query ofRun(RunChoice choice) {
    return new Query(Optional.of(choice), tail, since, until, grep, stream, after);
  }

  /** The same, only the newest lines. */
  public Query tail(long lines) {
    return new Query(run, OptionalLong.of(lines), since, until, grep, stream, after);
  }

  /** The same, from a time on. */
  public Query since(Instant time) {
    return new Query(run, tail, Optional.of(time), until, grep, stream, after);
  }

  /** The same, before a time. */
  public Query until(Instant time) {
    return new Query(run, tail, since, Optional.of(time), grep, stream, after);
  }

  /** The same, only lines that contain the pattern. */
  public Query grep(Pattern pattern) {
    return new Query(run, tail, since, until, Optional.of(pattern), stream, after);
  }

  /** The same, of one stream. */
  public Query of(Stream only) {
    return new Query(run, tail, since, until, grep, Optional.of(only), after);
  }

  /** The same, going on after a place. */
  public Query after(LogCursor place) {
    return new Query(run, tail, since, until, grep, stream, Optional.of(place));
  }

  /** Whether a line that began then on that stream can be wanted, whatever it says. */
  boolean wants(Instant at, Stream from) {
    return (stream.isEmpty() || stream.get() == from)
        && (since.isEmpty() || !at.isBefore(since.get()))
        && (until.isEmpty() || at.isBefore(until.get()));
  }

  /** Whether the text is wanted. */
  boolean wants(LogLine line) {
    return grep.isEmpty() || grep.get().matcher(line.text()).find();
  }
}
