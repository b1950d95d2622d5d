package dev.sentinelzero.os;

import dev.sentinelzero.process.Identity;
import java.util.Optional;

/** Tells processes apart beyond their pids, which are used again. */
public final class Identities {
  private static final ProcessSource SOURCE = ProcessSource.current();

  private Identities() {}

  /** Id of this boot of the machine. */
  public static String boot() {
    return SOURCE.boot();
  }

  /** The pid namespace that we are in; {@code 0} where there are none. */
  public static String namespace() {
    return SOURCE.namespace();
  }

  /** The process that has a pid now; empty when there is none or only its zombie. */
  public static Optional<Identity> of(long pid) {
    return SOURCE.one(pid).filter(entry -> !entry.zombie()).map(Identities::of);
  }

  /** Whether this very process is alive. */
  public static boolean isAlive(Identity identity) {
    return isHere(identity) && of(identity.pid()).filter(identity::equals).isPresent();
  }

  /** Whether its pid means anything here: same boot, same pid namespace. */
  static boolean isHere(Identity identity) {
    return identity.boot().equals(boot()) && identity.namespace().equals(namespace());
  }

  static Identity of(ProcessEntry entry) {
    return new Identity(entry.pid(), entry.start(), boot(), namespace());
  }
}
