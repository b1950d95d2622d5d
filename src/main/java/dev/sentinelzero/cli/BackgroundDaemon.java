package dev.sentinelzero.cli;

import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a daemon that outlives the CLI and the terminal. */
final class BackgroundDaemon {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LAST_LINES = 10;
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Call call;
  private final Path home;

  private BackgroundDaemon(Call call) {
    this.call = call;
    this.home = call.home().folder();
  }

  /**
   * Starts the daemon unless it runs already.
   *
   * @return whether it was started
   */
  static boolean ensure(Call call) throws IOException, InterruptedException {
    if (!call.server().isEmpty() || RunningDaemon.answers(call)) {
      call.api().get("/system");
      return false;
    }
    new BackgroundDaemon(call).start();
    return true;
  }

  private void start() throws IOException, InterruptedException {
    if (call.surroundings().ports().launcher().isEmpty()) {
      throw Failure.of(
          ExitCode.UNREACHABLE,
          "no daemon runs for " + home + ", and how to start one isn't known here",
          "run 'sentinelzero daemon' in another terminal");
    }
    Path log = home.resolve("log");
    Files.createDirectories(home, OURS_ALONE);
    Files.createDirectories(log, OURS_ALONE);
    recordPath();
    Path output = log.resolve("daemon.out");
    Process process =
        new ProcessBuilder(command(call.surroundings().ports().launcher()))
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    try (Progress progress = Progress.of(call, "starting the daemon")) {
      await(process, output);
    }
  }

  /** A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it. */
  private List<String> command(List<String> launcher) {
    List<String> command = new ArrayList<>();
    if (isOnPath("setsid")) {
      command.add("setsid");
    } else {
      command.addAll(List.of("sh", "-c", "set -m; trap '' HUP; \"$@\" & wait $!", "sh"));
    }
    command.addAll(launcher);
    command.addAll(List.of("--home", home.toString(), "daemon"));
    return command;
  }

  private boolean isOnPath(String program) {
    for (String folder : call.surroundings().variable("PATH").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private void await(Process process, Path output) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!RunningDaemon.answers(call)) {
      boolean late = System.nanoTime() - began > PATIENCE.toNanos();
      if (!process.isAlive() || late) {
        String what =
            late
                ? "the daemon did not answer within " + PATIENCE.toSeconds() + " seconds"
                : "the daemon ended at once with exit code " + process.exitValue();
        throw Failure.of(
            ExitCode.UNREACHABLE, what + lastLines(output), "its output is in " + output);
      }
      Thread.sleep(PAUSE);
    }
  }

  private static String lastLines(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) {
      text.append("\n  | ").append(Visible.of(line));
    }
    return text.toString();
  }

  /**
   * Keeps the PATH of the shell, once, as the PATH of the processes: a daemon that a service
   * manager starts has another one. What is set already, or can't be read, is left alone.
   */
  private void recordPath() throws IOException {
    String path = call.surroundings().variable("PATH");
    SettingsFile file = new SettingsFile(home);
    try {
      DaemonSettings settings = DaemonSettings.read(file.text(), call.surroundings().environment());
      if (settings.entry(SettingKey.ENVIRONMENT_PATH).value().isEmpty() && !path.isEmpty()) {
        file.set(SettingKey.ENVIRONMENT_PATH, path);
      }
    } catch (ProblemsException e) {
      // The daemon refuses such settings and says where they are wrong.
      return;
    }
  }
}
