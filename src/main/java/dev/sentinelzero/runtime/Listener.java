package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;

/** Told of every change of every process, on the process's own thread; must return at once. */
@FunctionalInterface
public interface Listener {
  /**
   * A process is another than before.
   *
   * @param before as it was; of one that was just registered, the same as after
   * @param after as it is
   */
  void changed(Managed before, Managed after);
}
