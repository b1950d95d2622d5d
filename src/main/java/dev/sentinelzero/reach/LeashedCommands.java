package dev.sentinelzero.reach;

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
import java.util.function.Consumer;

/**
 * Runs commands under the keeper's {@code --check}, as docs/keeper.md describes: whatever one
 * starts is gone when it is over, also when the daemon is killed meanwhile. Starting one blocks in
 * the kernel, so that a few platform threads do it; nobody waits for the end.
 */
public final class LeashedCommands implements AutoCloseable {
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
   * A command.
   *
   * @param account user, group and groups in numbers, or three dashes
   * @param words at least one
   * @param directory where it runs
   * @param environment sets it
   */
  public record Command(
      List<String> account,
      List<String> words,
      Path directory,
      Consumer<ProcessBuilder> environment) {
    /** The account of the daemon itself. */
    public static final List<String> OWN = List.of("-", "-", "-");
  }

  /** How a command came out. */
  public sealed interface End {
    /** It ended by itself with 0. */
    record Done() implements End {}

    /** It ended otherwise, or could not be started. */
    record Failed(String text) implements End {}

    /** Its time was up. */
    record Late() implements End {}

    /** The daemon is ending. */
    record NotRun() implements End {}
  }

  /**
   * Runs nothing yet.
   *
   * @param keeper absolute path of the keeper's binary
   */
  public LeashedCommands(Path keeper, Closer closer) {
    this.keeper = keeper;
    this.closer = closer;
  }

  /**
   * Runs a command; when its answer is completed by somebody else, it is ended.
   *
   * @param answer completed with how it came out
   */
  public void run(Command command, Duration timeout, CompletableFuture<End> answer) {
    try {
      starters.execute(() -> start(command, timeout, answer));
    } catch (RejectedExecutionException e) {
      answer.complete(new End.NotRun());
    }
  }

  private void start(Command command, Duration timeout, CompletableFuture<End> answer) {
    if (answer.isDone()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of(keeper.toString(), "--check"));
    words.addAll(command.account());
    words.addAll(command.words());
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.directory(command.directory().toFile());
    command.environment().accept(builder);
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
                answer.complete(inTime ? judge(ended) : new End.Late());
              });
    } catch (IOException | RuntimeException e) {
      answer.complete(new End.Failed("it can't be started: " + e.getMessage()));
    }
  }

  private static End judge(Process ended) {
    int status = ended.exitValue();
    String output = "";
    try (var in = ended.getInputStream()) {
      output = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // The exit status says enough.
    }
    if (status == 0) {
      return new End.Done();
    }
    String last = output.substring(output.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ");
    String shown = last.length() > SHOWN ? last.substring(0, SHOWN) + "…" : last;
    String how = status > 128 ? "killed by signal " + (status - 128) : "exit code " + status;
    return new End.Failed(shown.isEmpty() ? how : how + ": " + shown);
  }

  /** Lets go of what keeps the command alive. */
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
