package dev.sentinelzero.probes;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.reach.Addresses;
import dev.sentinelzero.reach.Closer;
import dev.sentinelzero.reach.Deadline;
import dev.sentinelzero.reach.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks runs in every way there is. What waits for a socket waits on a virtual thread; what blocks
 * in the kernel (files, look-ups, starting a command) does so on a few platform threads, never on
 * the carriers of the others.
 */
public final class RunProber implements Prober, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunProber.class);
  private static final int READERS = 2;

  private final RunLogs logs;
  private final NotifyBoard board;
  private final Closer closer = new Closer();
  private final Addresses addresses = new Addresses();
  private final HttpExchange exchange = new HttpExchange(addresses, closer);
  private final SocketChecks sockets = new SocketChecks(addresses, exchange);
  private final HttpCheck http = new HttpCheck(exchange);
  private final ExecCheck commands;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().daemon().name("log-probes-", 0).factory());
  private final Map<Key, LogCheck> searches = new ConcurrentHashMap<>();

  private record Key(String run, Aim aim) {}

  /** A check that may wait. */
  private interface Asking {
    Result ask(Deadline deadline) throws InterruptedException;
  }

  /**
   * Asks nobody yet.
   *
   * @param keeper path of the keeper's binary, under which commands are run
   * @param logs where the output of runs is read
   * @param board where what runs say of themselves comes in
   */
  public RunProber(Path keeper, RunLogs logs, NotifyBoard board) {
    this.logs = logs;
    this.board = board;
    this.commands = new ExecCheck(keeper.toAbsolutePath(), closer);
  }

  @Override
  public void begin(Target target, Probes probes, boolean ready) {
    for (Aim aim : Aim.values()) {
      switch (probes.of(aim).map(Probe::check).orElse(null)) {
        case Check.LogLine line -> {
          LogCheck.Search search =
              new LogCheck.Search(target.process(), target.run(), line.pattern(), aim);
          boolean seen = ready && aim == Aim.READINESS;
          searches.put(new Key(target.run(), aim), new LogCheck(logs, search, seen));
        }
        case Check.Notify notify -> board.begin(target.run(), ready);
        case null, default -> {}
      }
    }
  }

  @Override
  public CompletableFuture<Result> probe(Check check, Context context) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    switch (check) {
      case Check.Http asked -> wait(answer, context, deadline -> http.ask(asked, deadline));
      case Check.Tcp asked -> wait(answer, context, deadline -> sockets.tcp(asked, deadline));
      case Check.Unix asked -> wait(answer, context, deadline -> sockets.unix(asked, deadline));
      case Check.Exec asked ->
          commands.run(asked, context.target(), context.rhythm().timeout(), answer);
      case Check.LogLine asked -> look(answer, context);
      case Check.Notify asked -> answer.complete(board.look(context));
    }
    return answer;
  }

  private void wait(CompletableFuture<Result> answer, Context context, Asking asking) {
    Deadline deadline = Deadline.in(context.rhythm().timeout());
    try {
      waiting.execute(() -> answer.complete(ask(asking, deadline)));
    } catch (RejectedExecutionException e) {
      answer.complete(new Result.Skipped("the daemon is ending"));
    }
  }

  private static Result ask(Asking asking, Deadline deadline) {
    try {
      return asking.ask(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Skipped("the daemon is ending");
    } catch (RuntimeException e) {
      LOG.warn("a probe failed unexpectedly", e);
      return new Result.Failed(e.toString());
    }
  }

  private void look(CompletableFuture<Result> answer, Context context) {
    LogCheck search = searches.get(new Key(context.target().run(), context.aim()));
    if (search == null) {
      answer.complete(new Result.Skipped("nobody reads its output"));
      return;
    }
    search.look(Deadline.in(context.rhythm().timeout()), readers, answer);
  }

  @Override
  public void end(Target target) {
    board.end(target.run());
    for (Aim aim : Aim.values()) {
      LogCheck search = searches.remove(new Key(target.run(), aim));
      if (search != null) {
        close(search);
      }
    }
  }

  private static void close(LogCheck search) {
    try {
      search.close();
    } catch (IOException e) {
      LOG.warn("the output of a run could not be closed: {}", e.toString());
    }
  }

  @Override
  public void close() {
    searches.values().forEach(RunProber::close);
    searches.clear();
    waiting.shutdownNow();
    readers.shutdownNow();
    commands.close();
    addresses.close();
    closer.close();
  }
}
