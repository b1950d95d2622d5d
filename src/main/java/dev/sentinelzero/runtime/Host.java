package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Launcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shell asks about this machine. */
public interface Host {
  /**
   * A user.
   *
   * @param account numbers for the kernel; absent when it is the daemon's own
   */
  record User(Optional<Launcher.Account> account, String name, String home, String shell) {}

  /** No such user, or it can't be looked up. */
  final class NoSuchUserException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says which, for the user. */
    public NoSuchUserException(String message) {
      super(message);
    }
  }

  /** The user the daemon runs as. */
  User self();

  /**
   * Looks up {@code name}, {@code number} or {@code user:group}.
   *
   * @throws NoSuchUserException when there is none
   */
  User user(String words) throws NoSuchUserException;

  /** The daemon's own environment, byte for byte. */
  Map<String, byte[]> ownEnvironment();

  /** The search path that processes get. */
  String path();

  /** The socket on which processes say how they are (sd_notify); absent where none is heard. */
  Optional<String> notifySocket();

  /** Soft and hard limit of descriptors from before the daemon raised its own, if it did. */
  Optional<String> originalDescriptorLimit();

  /** CPU, memory and threads of the trees of runs; runs that are gone are absent. */
  Map<Launcher.Run, Usage> usage(List<Launcher.Run> runs);

  /** Open descriptors of a run's tree, -1 where unknown. Dear: one run at a time. */
  long openFiles(Launcher.Run run);
}
