package dev.sentinelzero.health;

import java.util.LinkedHashMap;
import java.util.Map;
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

  /**
   * The variables that a process needs to speak of itself as sd_notify(3) has it; none where no
   * probe listens.
   *
   * @param socket the socket's path
   */
  public Map<String, String> environment(String socket) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (listens(readiness) || listens(liveness)) {
      variables.put("NOTIFY_SOCKET", socket);
    }
    if (listens(liveness)) {
      long micros = liveness.orElseThrow().rhythm().interval().toNanos() / 1000;
      variables.put("WATCHDOG_USEC", Long.toString(micros));
    }
    return variables;
  }

  private static boolean listens(Optional<Probe> probe) {
    return probe.filter(one -> one.check() instanceof Check.Notify).isPresent();
  }
}
