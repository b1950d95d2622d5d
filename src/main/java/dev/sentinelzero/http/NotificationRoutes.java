package dev.sentinelzero.http;

import dev.sentinelzero.runtime.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /notifications}: who is told when something goes wrong. */
final class NotificationRoutes {
  private final Services services;

  NotificationRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(
        HttpServer.BASE + "/notifications",
        context -> Json.answer(context, services.daemon().notifications()));
    routes.post(HttpServer.BASE + "/notifications/{target}/test", this::test);
  }

  private void test(Context context) throws RefusedException, InterruptedException {
    String target = context.pathParam("target");
    services.daemon().testNotification(target);
    Json.answer(context, Json.object().put("target", target).put("delivered", true));
  }
}
