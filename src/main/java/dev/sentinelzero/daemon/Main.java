package dev.sentinelzero.daemon;

import java.nio.file.Path;
import java.util.Optional;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Begins. */
  public static void main(String[] arguments) {
    Path home = Path.of(arguments[1]).toAbsolutePath();
    System.exit(
        Daemon.run(
            new DaemonOptions(home, false, Optional.empty(), Optional.empty()),
            System.getenv(),
            System.err));
  }
}
