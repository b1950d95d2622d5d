package dev.sentinelzero.runtime;

import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.process.Launcher;

/**
 * A run that is to be probed.
 *
 * @param run which
 * @param target what probes have to know of it
 * @param probes what is asked
 * @param ready whether it is known to be ready from before the daemon's start: it counts as ready
 *     until its probe says otherwise
 */
public record Watched(Launcher.Run run, Target target, Probes probes, boolean ready) {
  /** A run that has just been started. */
  public static Watched fresh(Launcher.Order order, Probes probes) {
    return of(order, probes, false);
  }

  /** A run of that order, which may have been started long ago. */
  public static Watched of(Launcher.Order order, Probes probes, boolean ready) {
    Target target =
        new Target(
            order.run().name().value(),
            order.run().id().value(),
            order.environment(),
            order.settings().directory(),
            order
                .settings()
                .account()
                .map(
                    account -> new Target.Account(account.uid(), account.gid(), account.groups())));
    return new Watched(order.run(), target, probes, ready);
  }
}
