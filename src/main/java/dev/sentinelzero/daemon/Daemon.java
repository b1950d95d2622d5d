package dev.sentinelzero.daemon;

import dev.sentinelzero.api.SocketPath;
import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.os.DescriptorLimit;
import dev.sentinelzero.os.HomeCheck;
import dev.sentinelzero.os.HomeLock;
import dev.sentinelzero.os.KeeperInstall;
import dev.sentinelzero.os.SystemdNotify;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon from its start to its end. */
public final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int CONFLICT = 5;

  private Daemon() {}

  /**
   * Runs until TERM, INT or a request ends it.
   *
   * @param environment of the daemon
   * @param err for what is wrong before the log begins
   * @return the exit code
   */
  public static int run(DaemonOptions options, Map<String, String> environment, PrintStream err) {
    Home home = new Home(options.home());
    try {
      HomeCheck.ensure(home.path());
      home.make();
      Optional<HomeLock> lock = HomeLock.tryTake(home.lock());
      if (lock.isEmpty()) {
        return held(home, err);
      }
      try (HomeLock ours = lock.orElseThrow()) {
        DaemonSettings settings = settings(home, environment);
        return serve(home, options, settings, environment);
      }
    } catch (ProblemsException e) {
      e.problems().forEach(p -> err.println("error: " + p.describe(home.path() + "/config.yaml")));
      err.println("hint: mend the settings, then start the daemon again");
      return USAGE;
    } catch (IOException e) {
      err.println("error: the daemon can't start: " + said(e));
      err.println(
          "hint: check that the home "
              + home.path()
              + " is yours, can be written and is on a disk with room");
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /** Some file exceptions have the path for their whole message. */
  private static String said(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileAlreadyExistsException there -> there.getFile() + " is no folder";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static int held(Home home, PrintStream err) {
    OptionalLong holder = HomeLock.holder(home.lock());
    String who = holder.isPresent() ? "pid " + holder.getAsLong() : "another process";
    err.println("error: a daemon runs on " + home.path() + " already (" + who + ")");
    err.println("hint: sentinelzero status asks it; another home is chosen with --home");
    return CONFLICT;
  }

  private static DaemonSettings settings(Home home, Map<String, String> environment)
      throws IOException {
    Path file = home.path().resolve("config.yaml");
    return DaemonSettings.read(Files.exists(file) ? Files.readString(file) : "", environment);
  }

  private static int serve(
      Home home, DaemonOptions options, DaemonSettings settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    DaemonLog.configure(
        options.logFormat().orElse(settings.logging().format()).equals("json"),
        options.logLevel().orElse(settings.logging().level()));
    System.setProperty("org.sqlite.tmpdir", home.temporary().toString());
    DescriptorLimit.raise();
    Path keeper = KeeperInstall.install(home.path());
    Path socket = socket(home, environment);
    Stopping stopping = new Stopping();
    stopping.listen(
        options.keepProcesses() ? Stopping.Way.KEEP_PROCESSES : Stopping.Way.STOP_PROCESSES);
    try (Composition parts = new Composition(home, keeper, settings, stopping)) {
      SystemdNotify systemd = SystemdNotify.of(environment, ProcessHandle.current().pid());
      parts.begin(socket);
      tell(systemd::ready);
      systemd.interval().ifPresent(every -> parts.every(every, () -> tell(systemd::alive)));
      LOG.info("the daemon is up: pid {}, home {}", ProcessHandle.current().pid(), home.path());
      Stopping.Way way = stopping.await();
      tell(systemd::stopping);
      return end(parts, way);
    }
  }

  /** A word to systemd. */
  private interface Word {
    void say() throws IOException;
  }

  /** What systemd does not hear is no reason to stop: it will say so itself. */
  private static void tell(Word word) {
    try {
      word.say();
    } catch (IOException e) {
      LOG.warn("systemd could not be told: {}", e.toString());
    }
  }

  private static Path socket(Home home, Map<String, String> environment) throws IOException {
    List<Path> candidates = SocketPath.candidates(home.path(), environment.get("TMPDIR"));
    Path socket = candidates.getFirst();
    SocketPath.prepareFolder(socket);
    return socket;
  }

  private static int end(Composition parts, Stopping.Way way) throws InterruptedException {
    if (way == Stopping.Way.KEEP_PROCESSES) {
      LOG.info("the daemon ends; its processes go on");
      parts.supervisor().detach();
      return DONE;
    }
    LOG.info("the daemon ends and stops its processes");
    List<?> left = parts.supervisor().stopAll();
    if (!left.isEmpty()) {
      LOG.error("these could not be stopped: {}", left);
      return FAILED;
    }
    return DONE;
  }
}
