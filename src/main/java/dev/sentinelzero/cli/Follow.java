package dev.sentinelzero.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a stream that goes on until the user ends it, over restarts of the daemon. */
final class Follow {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Call call;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicReference<Api.Stream> open = new AtomicReference<>();

  private Follow(Call call) {
    this.call = call;
  }

  /**
   * Follows.
   *
   * @param target gives the target of each connection
   * @return 0 once the user ends it
   * @throws Failure when the daemon stays away for a minute
   */
  static int of(Call call, Supplier<String> target, Consumer<Json> each)
      throws IOException, InterruptedException {
    return new Follow(call).run(target, each);
  }

  private int run(Supplier<String> target, Consumer<Json> each)
      throws IOException, InterruptedException {
    call.onInterrupt(this::end);
    connect(target.get(), each);
    while (!interrupted.get() && !call.surroundings().out().checkError()) {
      reconnect(target, each);
    }
    return ExitCode.DONE;
  }

  private void end() {
    interrupted.set(true);
    Api.Stream stream = open.get();
    if (stream != null) {
      stream.close();
    }
  }

  private void connect(String target, Consumer<Json> each)
      throws IOException, InterruptedException {
    try (Api.Stream stream = call.api().stream(target)) {
      open.set(stream);
      if (!interrupted.get()) {
        stream.forEach(each);
      }
    }
  }

  private void reconnect(Supplier<String> target, Consumer<Json> each)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!interrupted.get()) {
      try {
        connect(target.get(), each);
        return;
      } catch (Failure e) {
        boolean late = System.nanoTime() - began > PATIENCE.toNanos();
        if (e.exitCode() != ExitCode.UNREACHABLE || late) {
          throw e;
        }
      } catch (IOException e) {
        if (!Api.isDisconnect(e)) {
          throw e;
        }
      }
      if (call.pause(PAUSE)) {
        return;
      }
    }
  }
}
