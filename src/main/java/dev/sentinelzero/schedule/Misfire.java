package dev.sentinelzero.schedule;

import java.util.Locale;

/** What becomes of fires that passed while nobody was there; {@link Misfires} decides by it. */
public enum Misfire {
  /** None of them runs. */
  SKIP,
  /** The newest runs, once. */
  LATEST,
  /** All run, the newest {@link Misfires#MOST} of them. */
  ALL;

  /** As it is written in the process file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
