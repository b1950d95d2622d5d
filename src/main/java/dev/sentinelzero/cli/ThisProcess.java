package dev.sentinelzero.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** The surroundings of a verb that runs as a program of its own. */
public final class ThisProcess {
  private static final int BUFFER = 1 << 16;

  private ThisProcess() {}

  /** What this process has, with a way to run the daemon in it. */
  public static Surroundings surroundings(Ports.ForegroundDaemon daemon) {
    String launcher = System.getProperty("sentinelzero.launcher", "");
    Ports ports =
        new Ports(
            daemon,
            new Interrupted(),
            InstantSource.system(),
            launcher.isEmpty() ? List.of() : List.of(launcher));
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        new Screen(isTerminal(), ThisProcess::columns),
        ports);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  /** Where the system shows what standard output is, no console has to be loaded. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }

  private static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .strip()
              .split(" ");
      return size.length == 2 ? Integer.parseInt(size[1]) : 80;
    } catch (IOException | NumberFormatException e) {
      return 80;
    }
  }

  /** Ctrl-C, by the signal itself. */
  private static final class Interrupted implements Ports.Interrupts {
    private final CountDownLatch happened = new CountDownLatch(1);

    @Override
    public void onInterrupt(Runnable action) {
      Signal.handle(
          new Signal("INT"),
          signal -> {
            happened.countDown();
            action.run();
          });
    }

    @Override
    public boolean pause(Duration duration) throws InterruptedException {
      return happened.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
