package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.State;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** {@code /system}: the daemon itself. */
final class SystemRoutes {
  private final Services services;

  SystemRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(HttpServer.BASE + "/system", this::show);
    routes.patch(HttpServer.BASE + "/system", this::change);
    routes.post(HttpServer.BASE + "/system/stop", this::stop);
    routes.get("/healthz", context -> context.result("ok\n"));
    routes.get("/readyz", context -> context.result("ok\n"));
  }

  private void show(Context context) {
    ObjectNode answer = services.daemon().describe();
    List<Managed> all = services.supervisor().all();
    ObjectNode processes = answer.putObject("processes");
    processes.put("total", all.size());
    processes.put("running", all.stream().filter(m -> m.state() instanceof State.Running).count());
    processes.put("failed", all.stream().filter(m -> m.state() instanceof State.Failed).count());
    Json.answer(context, answer);
  }

  private void change(Context context) {
    ObjectNode body = Json.body(context, Set.of("log_level"));
    Json.text(body, "log_level").ifPresent(services.daemon()::logLevel);
    show(context);
  }

  private void stop(Context context) {
    ObjectNode body = Json.body(context, Set.of("keep_processes"));
    services.daemon().stop(Json.flag(body, "keep_processes"));
    context.status(202);
    Json.answer(context, Json.object());
  }
}
