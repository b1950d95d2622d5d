package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import java.util.Optional;

/**
 * A run whose keeper is alive, or was when we last heard of it.
 *
 * <p>What was told is known to the watcher's thread alone; the rest is for every thread.
 */
final class Watch {
  private final Launcher.Run run;
  private final RunFiles files;
  private final int events;
  private final Keeper keeper;
  private volatile Roots roots;
  private volatile Optional<Identity> found = Optional.empty();
  private boolean execed;
  private boolean ended;

  /**
   * A keeper.
   *
   * @param pid 0 when it isn't known
   * @param child whether it is ours to reap
   * @param adopted whether it took over a run: then the tree doesn't hang below it
   */
  record Keeper(long pid, boolean child, boolean adopted) {}

  /** Which facts are known already. */
  record Told(boolean exec, boolean end) {}

  Watch(Launcher.Run run, RunFiles files, int events, Keeper keeper) {
    this.run = run;
    this.files = files;
    this.events = events;
    this.keeper = keeper;
    roots = Roots.NONE;
  }

  Launcher.Run run() {
    return run;
  }

  RunFiles files() {
    return files;
  }

  /** Descriptor of the FIFO's reading end. */
  int events() {
    return events;
  }

  Keeper keeper() {
    return keeper;
  }

  /** Who keeps and who leads the run; read from the files until both are known. */
  Roots roots() {
    Roots known = roots;
    if (known.keeper().isEmpty() || known.leader().isEmpty()) {
      Roots read = Roots.of(files, !keeper.adopted());
      known = new Roots(read.keeper(), read.leader().or(() -> found), read.exact());
      roots = known;
    }
    return known;
  }

  /** Says who leads, should the file not tell. */
  Watch ledBy(Optional<Identity> leader) {
    found = leader;
    return this;
  }

  /** What recovery has told already is not told again. */
  Watch told(Told told) {
    execed = told.exec();
    ended = told.end();
    return this;
  }

  /** Whether the exec is news; it isn't from now on. */
  boolean execIsNews() {
    boolean news = !execed;
    execed = true;
    return news;
  }

  /** Whether the leader's end is news; it isn't from now on. */
  boolean endIsNews() {
    boolean news = !ended;
    ended = true;
    return news;
  }
}
