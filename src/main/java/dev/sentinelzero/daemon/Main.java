package dev.sentinelzero.daemon;

import dev.sentinelzero.cli.Cli;
import dev.sentinelzero.cli.Ports;
import dev.sentinelzero.cli.ThisProcess;
import java.nio.file.Path;
import java.util.Optional;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(arguments, ThisProcess.surroundings(Main::daemon)));
  }

  private static int daemon(Path home, Ports.DaemonOptions options) {
    return Daemon.run(
        new DaemonOptions(
            home,
            options.keepProcessesOnExit(),
            Optional.of(options.logFormat()).filter(text -> !text.isEmpty()),
            Optional.of(options.logLevel()).filter(text -> !text.isEmpty())),
        System.getenv(),
        System.err);
  }
}
