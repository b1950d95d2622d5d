package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import java.util.Optional;

/**
 * Where the tree of a run begins.
 *
 * @param exact whether every process of the tree hangs below the keeper
 */
record Roots(Optional<Identity> keeper, Optional<Identity> leader, boolean exact) {
  static final Roots NONE = new Roots(Optional.empty(), Optional.empty(), false);

  static Roots of(RunFiles files, boolean exact) {
    boolean reaps = exact && Platform.current().isLinux(); // macOS has no subreapers
    return new Roots(files.keeper(), files.leader().map(RunFiles.Leader::identity), reaps);
  }
}
