package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.runtime.CommandEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Runs a command under the keeper's {@code --check}, as docs/keeper.md describes: whatever it
 * starts is gone when the check is over, also when the daemon is killed meanwhile. Starting one
 * blocks in the kernel, so that a few platform threads do it; nobody waits for the end.
 */
final class ExecCheck implements AutoCloseable {
  private static final int WORKERS =
      Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

  private static final int MOST_OUTPUT = 4096;
  private static final int SHOWN = 200;

  /** After its time is up, the keeper has this long to kill the tree before it is killed itself. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path keeper;
  private final Closer closer;
  private final ExecutorService starters =
      Executors.newFixedThreadPool(
          WORKERS, Thread.ofPlatform().daemon().name("checks-", 0).factory());

  /**
   * Runs nothing yet.
   *
   * @param keeper absolute path of the keeper's binary
   */
  ExecCheck(Path keeper, Closer closer) {
    this.keeper = keeper;
    this.closer = closer;
  }

  void run(Check.Exec check, Target target, Duration timeout, CompletableFuture<Result> answer) {
    try {
      starters.execute(() -> start(check, target, timeout, answer));
    } catch (RejectedExecutionException e) {
      answer.complete(new Result.Skipped("the daemon is ending"));
    }
  }

  private void start(
      Check.Exec check, Target target, Duration timeout, CompletableFuture<Result> answer) {
    if (answer.isDone()) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder(words(check, target)).redirectErrorStream(true);
    builder.directory(Path.of(target.directory()).toFile());
    CommandEnvironment.set(builder, target.environment());
    Deadline deadline = Deadline.in(timeout);
    try {
      Process process = builder.start();
      OutputStream leash = process.getOutputStream();
      Future<?> late = closer.after(deadline.left(), () -> close(leash));
      Future<?> stuck =
          closer.after(deadline.left() + GRACE.toNanos(), () -> process.destroyForcibly());
      answer.whenComplete((result, failure) -> close(leash));
      process
          .onExit()
          .thenAccept(
              ended -> {
                boolean inTime = late.cancel(false);
                stuck.cancel(false);
                answer.complete(inTime ? judge(ended) : deadline.missed());
              });
    } catch (IOException | RuntimeException e) {
      answer.complete(new Result.Failed("it can't be started: " + e.getMessage()));
    }
  }

  private List<String> words(Check.Exec check, Target target) {
    List<String> words = new ArrayList<>(List.of(keeper.toString(), "--check"));
    if (target.account().isPresent()) {
      Target.Account account = target.account().get();
      words.add(Long.toString(account.uid()));
      words.add(Long.toString(account.gid()));
      words.add(account.groups().stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else {
      words.addAll(List.of("-", "-", "-"));
    }
    words.addAll(check.command());
    return words;
  }

  private static Result judge(Process ended) {
    int status = ended.exitValue();
    String output = "";
    try (var in = ended.getInputStream()) {
      output = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // The exit status says enough.
    }
    if (status == 0) {
      return new Result.Passed();
    }
    String last = output.substring(output.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ");
    String shown = last.length() > SHOWN ? last.substring(0, SHOWN) + "…" : last;
    String how = status > 128 ? "killed by signal " + (status - 128) : "exit code " + status;
    return new Result.Failed(shown.isEmpty() ? how : how + ": " + shown);
  }

  /** Lets go of what keeps the check alive. */
  private static void close(OutputStream leash) {
    try {
      leash.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }

  @Override
  public void close() {
    starters.shutdownNow();
  }
}
