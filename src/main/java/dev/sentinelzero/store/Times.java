package dev.sentinelzero.store;

import java.time.Duration;
import java.time.Instant;

/** Times as the database holds them: nanoseconds since 1970, which end in the year 2262. */
final class Times {
  private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private Times() {}

  /** The nearest time that the database can hold. */
  static long nanos(Instant at) {
    if (at.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return at.isAfter(LAST) ? Long.MAX_VALUE : Duration.between(Instant.EPOCH, at).toNanos();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
