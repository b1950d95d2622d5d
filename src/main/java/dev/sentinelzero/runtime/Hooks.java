package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands around a run in the process's directory and environment, as the daemon's user.
 * Their output goes to the daemon's log.
 */
final class Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int SHOWN = 4096;

  private final Consumer<Process> running;

  /** Tells whom it is running, so that a stop need not wait for a hook. */
  Hooks(Consumer<Process> running) {
    this.running = running;
  }

  void beforeStart(Definition definition, Launcher.Order order) throws NotReadyException {
    Optional<List<String>> hook = definition.spec().rules().hooks().beforeStart();
    if (hook.isPresent()) {
      run("before_start", hook.orElseThrow(), order, Map.of());
    }
  }

  void reload(Definition definition, Launcher.Order order) throws NotReadyException {
    if (definition.spec().rules().reload().orElse(null)
        instanceof ProcessSpec.Reload.ByCommand(List<String> command)) {
      run("reload", command, order, Map.of());
    }
  }

  void afterExit(Definition definition, Launcher.Order order, ExitReport report)
      throws NotReadyException {
    Optional<List<String>> hook = definition.spec().rules().hooks().afterExit();
    if (hook.isPresent()) {
      run("after_exit", hook.orElseThrow(), order, told(report.exit()));
    }
  }

  private static Map<String, String> told(Exit exit) {
    return switch (exit) {
      case Exit.Code(int status) -> Map.of("SENTINELZERO_EXIT_CODE", Integer.toString(status));
      case Exit.Signalled signalled ->
          Map.of("SENTINELZERO_EXIT_SIGNAL", signalled.signal().name());
      case Exit.NotSpawned failed ->
          Map.of(
              "SENTINELZERO_EXIT_STAGE",
              failed.stage().word(),
              "SENTINELZERO_EXIT_ERROR",
              failed.message());
      case Exit.Unknown() -> Map.of("SENTINELZERO_EXIT_UNKNOWN", "1");
      case Exit.Failing failing -> Map.of("SENTINELZERO_EXIT_ERROR", failing.toString());
    };
  }

  private void run(
      String what, List<String> command, Launcher.Order order, Map<String, String> further)
      throws NotReadyException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of(order.settings().directory()).toFile());
    CommandEnvironment.set(builder, order.environment());
    builder.environment().putAll(further);
    try {
      Subcommand.Result result = Subcommand.run(builder, LONGEST, running);
      int status = result.status();
      String output = new String(result.output(), ISO_8859_1);
      String shown = text(output.substring(Math.max(0, output.length() - SHOWN)).strip());
      LOG.info("{}: hook {} ended with {}: {}", order.run().name(), what, status, shown);
      if (status != 0) {
        throw new NotReadyException(
            Stage.HOOK, "the hook " + what + " ended with exit code " + status + tail(shown));
      }
    } catch (IOException e) {
      throw new NotReadyException(Stage.HOOK, "the hook " + what + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReadyException(Stage.HOOK, "the hook " + what + " was interrupted");
    }
  }

  private static String tail(String output) {
    int newline = output.lastIndexOf('\n');
    String last = output.substring(newline + 1);
    return last.isEmpty() ? "" : ": " + last;
  }

  private static String text(String latin) {
    return new String(latin.getBytes(ISO_8859_1), java.nio.charset.StandardCharsets.UTF_8);
  }
}
