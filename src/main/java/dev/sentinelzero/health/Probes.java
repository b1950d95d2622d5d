package dev.sentinelzero.health;

import java.util.Optional;

/** The probes of a process. */
public record Probes(Optional<Probe> readiness, Optional<Probe> liveness) {
  /** None. */
  public static final Probes NONE = new Probes(Optional.empty(), Optional.empty());

  /** The probe with an aim. */
  public Optional<Probe> of(Aim aim) {
    return switch (aim) {
      case READINESS -> readiness;
      case LIVENESS -> liveness;
    };
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return readiness.isEmpty() && liveness.isEmpty();
  }
}
