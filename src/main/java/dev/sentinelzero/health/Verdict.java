package dev.sentinelzero.health;

import java.util.Locale;
import java.util.Optional;

/** What the probes of a run with one aim say. */
public enum Verdict {
  /** Too few answers yet; for readiness: not ready. */
  UNKNOWN,
  /** Ready, or alive. */
  PASSING,
  /** Not ready, or not alive. */
  FAILING;

  /** As it is shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a user is shown: whether the run is ready, or alive; absent where that isn't known yet.
   */
  public Optional<Boolean> holds(Aim aim) {
    return switch (this) {
      case PASSING -> Optional.of(true);
      case FAILING -> Optional.of(false);
      case UNKNOWN -> aim == Aim.READINESS ? Optional.of(false) : Optional.empty();
    };
  }
}
