package dev.sentinelzero.process;

import java.util.Locale;

/** What the user wants of a process, apart from what it is doing. */
public enum Wanted {
  /** It should be running, as far as its policy goes. */
  UP,
  /** It should not be running. */
  DOWN;

  /** As it is shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
