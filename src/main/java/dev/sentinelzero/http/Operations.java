package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Request;
import dev.sentinelzero.runtime.Scale;
import dev.sentinelzero.runtime.Selection;
import dev.sentinelzero.runtime.Supervisor;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /operations}: the same on several processes, side by side. */
final class Operations {
  private static final Set<String> KNOWN =
      Set.of(
          "action",
          "names",
          "group",
          "project",
          "all",
          "signal",
          "timeout",
          "force",
          "for",
          "rolling",
          "max_unavailable");

  private final Services services;

  Operations(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.post(HttpServer.BASE + "/operations", this::operate);
  }

  private void operate(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, KNOWN);
    Selection selection =
        new Selection(
            Json.texts(body, "names"),
            Json.text(body, "group"),
            Json.text(body, "project"),
            Json.flag(body, "all"));
    Request request = request(body);
    Optional<Integer> atOnce = atOnce(body);
    Entry.Origin origin = Caller.of(context);
    List<Supervisor.Pending> pending =
        atOnce.isPresent()
            ? services.supervisor().roll(selection, atOnce.orElseThrow(), origin)
            : services.supervisor().operate(selection, request, origin);
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    ObjectNode answer = Json.object();
    answer.set("results", new Results(services).of(pending, wait));
    context.status(wait.isPresent() ? 200 : 202);
    Json.answer(context, answer);
  }

  /** How many are restarted at a time; absent: all at once. */
  private static Optional<Integer> atOnce(ObjectNode body) {
    Optional<Long> most = Json.whole(body, "max_unavailable");
    if (!Json.flag(body, "rolling")) {
      if (most.isPresent()) {
        throw new IllegalArgumentException("'max_unavailable' goes with 'rolling': true");
      }
      return Optional.empty();
    }
    if (!Json.text(body, "action").orElse("").equals("restart")) {
      throw new IllegalArgumentException("'rolling' goes with the action restart only");
    }
    long atOnce = most.orElse(1L);
    if (atOnce < 1 || atOnce > Scale.MOST) {
      throw new IllegalArgumentException("'max_unavailable' must be 1 to " + Scale.MOST);
    }
    return Optional.of((int) atOnce);
  }

  private static Request request(ObjectNode body) {
    String action = Json.text(body, "action").orElse("");
    Optional<Duration> timeout = Json.duration(body, "timeout");
    boolean force = Json.flag(body, "force");
    return switch (action) {
      case "start" -> new Request.Start();
      case "stop" -> new Request.Stop(force ? Optional.of(Duration.ZERO) : timeout);
      case "restart" -> new Request.Restart();
      case "reload" -> new Request.Reload();
      case "signal" -> new Request.Send(signal(body));
      case "reset" -> new Request.Reset();
      case "delete" -> new Request.Delete(force, timeout);
      case "wait" -> new Request.Await(goal(Json.text(body, "for").orElse("")));
      default ->
          throw new IllegalArgumentException(
              "there is no action '"
                  + action
                  + "'; there are start, stop, restart, reload, signal, reset, delete, wait");
    };
  }

  private static Signal signal(ObjectNode body) {
    return Signal.parse(
        Json.text(body, "signal")
            .orElseThrow(() -> new IllegalArgumentException("'signal' is missing")));
  }

  private static Goal goal(String word) {
    return switch (word) {
      case "running" -> new Goal.EventuallyUp();
      case "ready" -> new Goal.Ready();
      case "stopped" -> new Goal.Down();
      case "completed" -> new Goal.Done();
      default ->
          throw new IllegalArgumentException(
              "'" + word + "' can't be waited for; write running, ready, stopped or completed");
    };
  }
}
