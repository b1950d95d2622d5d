package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Restarts processes a few at a time: the next ones only when those before are up again. When one
 * does not come up, the rest is left as it runs.
 */
final class Rolling {
  private final Function<List<Managed>, List<Supervisor.Pending>> restart;
  private final Function<Managed, Managed> current;
  private final BooleanSupplier ending;

  /**
   * Makes one.
   *
   * @param restart restarts some at once
   * @param current a process as it is now
   * @param ending whether nothing may be begun any more
   */
  Rolling(
      Function<List<Managed>, List<Supervisor.Pending>> restart,
      Function<Managed, Managed> current,
      BooleanSupplier ending) {
    this.restart = restart;
    this.current = current;
    this.ending = ending;
  }

  /**
   * Begins.
   *
   * @param selected in the order in which they are restarted
   * @param atOnce how many may be down at a time, at least 1
   */
  List<Supervisor.Pending> begin(List<Managed> selected, int atOnce) {
    List<Supervisor.Pending> pending = new ArrayList<>();
    CompletableFuture<List<Outcome>> before = CompletableFuture.completedFuture(List.of());
    for (int from = 0; from < selected.size(); from += atOnce) {
      List<Managed> batch = selected.subList(from, Math.min(selected.size(), from + atOnce));
      CompletableFuture<List<Outcome>> after =
          before.thenCompose(outcomes -> next(batch, outcomes));
      for (int at = 0; at < batch.size(); at++) {
        int place = at;
        pending.add(new Supervisor.Pending(batch.get(at), after.thenApply(all -> all.get(place))));
      }
      before = after;
    }
    return pending;
  }

  /** The outcomes of a batch, in its order. */
  private CompletableFuture<List<Outcome>> next(List<Managed> batch, List<Outcome> before) {
    List<Outcome> bad =
        before.stream().filter(outcome -> outcome.kind() != Outcome.Kind.DONE).toList();
    if (!bad.isEmpty()) {
      return left(batch, halted(bad));
    }
    if (ending.getAsBoolean()) {
      return left(batch, new Reason("daemon_ending", "not restarted: the daemon is ending"));
    }
    List<CompletableFuture<Outcome>> outcomes =
        restart.apply(batch).stream().map(Supervisor.Pending::outcome).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<List<Outcome>> left(List<Managed> batch, Reason reason) {
    return CompletableFuture.completedFuture(
        batch.stream()
            .map(managed -> Outcome.of(Outcome.Kind.LEFT, reason, current.apply(managed)))
            .toList());
  }

  /** Who was left says who is to blame, and not that others were left before it. */
  private static Reason halted(List<Outcome> bad) {
    if (bad.stream().allMatch(outcome -> outcome.kind() == Outcome.Kind.LEFT)) {
      return bad.getFirst().reason();
    }
    String names =
        bad.stream()
            .map(outcome -> outcome.managed().name().value())
            .collect(Collectors.joining(", "));
    return new Reason("rolling_halted", "not restarted, because " + names + " did not come up");
  }
}
