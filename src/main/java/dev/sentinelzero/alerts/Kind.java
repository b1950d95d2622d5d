package dev.sentinelzero.alerts;

import java.util.Locale;

/** What a message may be about. */
public enum Kind {
  /** A process has failed, or is restarted again and again. */
  FAILED,
  /** A process is not ready any more, or not alive. */
  UNHEALTHY,
  /** A planned run has failed. */
  SCHEDULE_FAILED,
  /** What was wrong is over. */
  RECOVERED,
  /** Somebody tries a target. */
  TEST;

  /** As it is written in settings and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
