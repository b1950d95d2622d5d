package dev.sentinelzero.schedule;

import java.util.Locale;

/**
 * What happens to a fixed hour, such as the 2 of {@code 30 2 * * *}, on the days on which clocks
 * are changed. An expression whose hour is {@code *} or a step follows elapsed time and knows none
 * of this: it fires in both passes of a repeated hour, and a gap holds nothing for it.
 *
 * @param inGap when the time does not exist that day
 * @param inRepeat when the time comes twice that day
 */
public record ClockChanges(InGap inGap, InRepeat inRepeat) {
  /** Each time once: at the end of a gap, in the first pass of a repeated hour. */
  public static final ClockChanges ONCE_A_DAY = new ClockChanges(InGap.RUN, InRepeat.FIRST);

  /** A time that does not exist. */
  public enum InGap {
    /** At the first instant after the gap; several times of one gap fire once. */
    RUN,
    /** Not that day. */
    SKIP;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A time that comes twice. */
  public enum InRepeat {
    /** In the first pass. */
    FIRST,
    /** In the last pass. */
    LAST,
    /** In both. */
    BOTH;

    /** As it is written in the process file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
