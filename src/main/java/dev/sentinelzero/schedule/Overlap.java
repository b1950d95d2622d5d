package dev.sentinelzero.schedule;

import java.util.Locale;

/** What a fire does when a run is still active; {@link Collision} decides by it. */
public enum Overlap {
  /** The fire is dropped. */
  SKIP,
  /** The fire waits for the end of the run, at most {@link Collision#MOST_WAITING} of them. */
  QUEUE,
  /** The run is stopped and a new one begins. */
  REPLACE,
  /** A second run begins beside it. */
  ALLOW;

  /** As it is written in the process file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
