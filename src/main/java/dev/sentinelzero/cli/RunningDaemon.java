package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The daemon that runs, seen from outside. */
final class RunningDaemon {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private RunningDaemon() {}

  /** Whether one answers. */
  static boolean answers(Call call) throws IOException, InterruptedException {
    if (call.home().socket().isEmpty()) {
      return false;
    }
    try {
      call.api().get("/system");
      return true;
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        return false;
      }
      throw e;
    } catch (IOException e) {
      if (Api.isDisconnect(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Ends it and waits until it is gone.
   *
   * @param keepProcesses whether its processes go on, for the next daemon to take over
   */
  static void stop(Call call, boolean keepProcesses) throws IOException, InterruptedException {
    long pid = call.api().get("/system").at("pid").whole().orElse(0);
    Json body = Json.of(Map.of("keep_processes", keepProcesses));
    call.api().send(Request.with("POST", "/system/stop", body));
    if (!call.server().isEmpty()) {
      return;
    }
    try (Progress progress = Progress.of(call, "waiting for the daemon's end")) {
      while (isAlive(pid)) {
        Thread.sleep(PAUSE);
      }
    }
  }

  /** A pid that has no command any more is that of a zombie, which nobody waits for. */
  static boolean isAlive(long pid) {
    Optional<ProcessHandle> handle = pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
    return handle.isPresent()
        && handle.get().isAlive()
        && handle.get().info().command().isPresent();
  }
}
