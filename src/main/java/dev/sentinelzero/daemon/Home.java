package dev.sentinelzero.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder under which the daemon writes everything.
 *
 * @param path absolute
 */
record Home(Path path) {
  Path lock() {
    return path.resolve("daemon.lock");
  }

  Path runs() {
    return path.resolve("run");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path state() {
    return path.resolve("state");
  }

  /** The daemon's own log. */
  Path log() {
    return path.resolve("log");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  /**
   * Makes the folders.
   *
   * @throws IOException when one can't be made
   */
  void make() throws IOException {
    for (Path folder : new Path[] {runs(), logs(), state(), log(), temporary()}) {
      Files.createDirectories(folder);
    }
  }
}
