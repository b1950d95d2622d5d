package dev.sentinelzero.schedule;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One field of a cron expression.
 *
 * @param unit which of the five
 * @param text as it was written
 * @param bits bit n is set when the value n is meant; never empty
 */
record CronField(CronUnit unit, String text, long bits) {
  /** Whether the field begins with {@code *}, which joins the two day fields by "and". */
  boolean startsWithStar() {
    return text.startsWith("*");
  }

  /** Whether the values are written out, with neither {@code *} nor a step. */
  boolean isFixed() {
    return text.indexOf('*') < 0 && text.indexOf('/') < 0;
  }

  /** Whether every value is meant. */
  boolean isFull() {
    return count() == unit.size();
  }

  boolean has(int value) {
    return (bits >>> value & 1) != 0;
  }

  int count() {
    return Long.bitCount(bits);
  }

  int first() {
    return Long.numberOfTrailingZeros(bits);
  }

  /** The smallest value that is {@code from} or larger, -1 for none; {@code from} is below 64. */
  int next(int from) {
    long rest = bits & -1L << from;
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  /** The values in ascending order. */
  List<Integer> values() {
    return IntStream.rangeClosed(unit.least(), unit.most()).filter(this::has).boxed().toList();
  }
}
