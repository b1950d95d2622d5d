package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Request;
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
      Set.of("action", "names", "group", "project", "all", "signal", "timeout", "force", "for");

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
    List<Supervisor.Pending> pending =
        services.supervisor().operate(selection, request(body), Caller.of(context));
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    ObjectNode answer = Json.object();
    answer.set("results", new Results(services).of(pending, wait));
    context.status(wait.isPresent() ? 200 : 202);
    Json.answer(context, answer);
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
