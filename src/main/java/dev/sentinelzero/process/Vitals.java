package dev.sentinelzero.process;

import dev.sentinelzero.health.Probes;
import java.util.Optional;

/**
 * What its probes say of a run.
 *
 * @param ready whether it is ready; absent where it has no readiness probe
 * @param alive whether it is alive; absent where it has no liveness probe
 * @param readySince since when it is ready without a break
 */
public record Vitals(
    Optional<Boolean> ready, Optional<Boolean> alive, Optional<Moment> readySince) {
  /** Of a run without probes. */
  public static final Vitals NONE =
      new Vitals(Optional.empty(), Optional.empty(), Optional.empty());

  /** Of a run that has just begun: not ready, and alive until the contrary is known. */
  static Vitals atFirst(Probes probes) {
    return new Vitals(
        probes.readiness().map(probe -> false),
        probes.liveness().map(probe -> true),
        Optional.empty());
  }

  /** The same under other probes: what is known stays known. */
  Vitals under(Probes probes) {
    Vitals fresh = atFirst(probes);
    return new Vitals(
        fresh.ready().isPresent() ? ready.or(fresh::ready) : Optional.empty(),
        fresh.alive().isPresent() ? alive.or(fresh::alive) : Optional.empty(),
        fresh.ready().isPresent() ? readySince : Optional.empty());
  }

  Vitals readyNow(boolean is, Moment now) {
    return new Vitals(
        Optional.of(is), alive, is ? readySince.or(() -> Optional.of(now)) : Optional.empty());
  }
}
