package dev.sentinelzero.health;

import java.util.concurrent.CompletableFuture;

/** Asks runs. Calls return at once, on any thread. */
public interface Prober {
  /**
   * For what is asked.
   *
   * @param target the run
   * @param aim what is to be found out
   * @param rhythm of the probe; the answer comes within its timeout and a little
   */
  record Context(Target target, Aim aim, Rhythm rhythm) {}

  /**
   * A run is going to be probed.
   *
   * @param target the run
   * @param probes all its probes
   * @param ready whether it is known from before to be ready: then what tells of it only once, a
   *     line or a message, need not come again
   */
  void begin(Target target, Probes probes, boolean ready);

  /**
   * Asks once.
   *
   * @return never completed by an exception; cancelling it ends the probe as soon as possible
   */
  CompletableFuture<Result> probe(Check check, Context context);

  /** The run is not probed any more: what was kept for it is dropped. */
  void end(Target target);
}
