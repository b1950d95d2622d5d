package dev.sentinelzero.health;

import java.util.Locale;

/** What a probe is to find out. */
public enum Aim {
  /** Whether the run can do its work now. */
  READINESS,
  /** Whether the run still works at all, or has to be started anew. */
  LIVENESS;

  /** As it is written in the process file and in codes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
