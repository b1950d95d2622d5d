package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.runtime.Outcome;
import dev.sentinelzero.runtime.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for operations and tells what became of each. */
final class Results {
  private static final int TAIL = 10;

  private final Services services;

  Results(Services services) {
    this.services = services;
  }

  /**
   * Waits for all of them, at most so long together.
   *
   * @param wait absent: not at all
   */
  ArrayNode of(List<Supervisor.Pending> pending, Optional<Duration> wait)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.orElse(Duration.ZERO).toNanos();
    ArrayNode results = Json.array();
    for (Supervisor.Pending one : pending) {
      results.add(wait.isEmpty() ? accepted(one) : result(one, deadline - System.nanoTime()));
    }
    return results;
  }

  private ObjectNode accepted(Supervisor.Pending pending) {
    Reason reason = new Reason("accepted", "accepted");
    return view("accepted", reason, pending.before());
  }

  private ObjectNode result(Supervisor.Pending pending, long nanos) throws InterruptedException {
    try {
      Outcome outcome = pending.outcome().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      ObjectNode view = view(outcome.kind().word(), outcome.reason(), outcome.managed());
      outcome.survivors().forEach(view.withArray("survivors")::add);
      explain(view, outcome);
      return view;
    } catch (TimeoutException e) {
      Managed now = current(pending.before());
      String text = "still " + now.state().word() + " when the time was up";
      ObjectNode view = view("timed_out", new Reason("timed_out", text), now);
      view.put("hint", "it goes on; sentinelzero why " + now.name() + " tells how far it is");
      return view;
    } catch (ExecutionException e) {
      Reason reason = new Reason("internal", "the daemon made a mistake: " + e.getCause());
      return view("failed", reason, pending.before());
    }
  }

  private Managed current(Managed before) {
    return services.supervisor().all().stream()
        .filter(managed -> managed.name().equals(before.name()))
        .findFirst()
        .orElse(before);
  }

  private ObjectNode view(String outcome, Reason reason, Managed managed) {
    ObjectNode view = Json.object();
    view.put("name", managed.name().value());
    view.put("outcome", outcome);
    view.put("code", reason.code());
    view.put("message", reason.text());
    view.putNull("hint");
    view.set("process", services.view(managed));
    view.putArray("output");
    view.putArray("survivors");
    return view;
  }

  /** What helps whoever reads that it failed. */
  private void explain(ObjectNode view, Outcome outcome) {
    switch (outcome.kind()) {
      case FAILED, TIMED_OUT -> {
        LogSource.Tail tail = services.logs().tail(outcome.managed(), TAIL);
        tail.lines().forEach(view.withArray("output")::add);
        tail.cause().ifPresent(cause -> view.put("hint", cause));
      }
      case REFUSED -> view.put("hint", hint(outcome));
      case LEFT -> view.put("hint", "sentinelzero restart " + outcome.managed().name());
      case DONE -> view.putNull("hint");
    }
  }

  private static String hint(Outcome outcome) {
    String name = outcome.managed().name().value();
    return switch (outcome.reason().code()) {
      case "overlap_skip" ->
          "wait for its end, stop it, or give it another overlap rule: queue, replace or allow";
      case "running" -> "stop it first, or delete it with --force";
      case "not_running" -> "sentinelzero start " + name;
      case "no_reload" -> "add it to the process file, then sentinelzero config apply";
      default -> "sentinelzero status " + name;
    };
  }
}
