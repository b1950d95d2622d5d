package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.DependencyTree;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.runtime.Change;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Scale;
import dev.sentinelzero.runtime.Supervisor;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How many there are of a process, and which processes need which. */
final class FleetRoutes {
  private final Services services;

  FleetRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.post(HttpServer.BASE + "/processes/{name}/scale", this::scale);
    routes.get(HttpServer.BASE + "/config/graph", this::graph);
  }

  private void scale(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, Set.of("instances"));
    long instances =
        Json.whole(body, "instances")
            .orElseThrow(() -> new IllegalArgumentException("'instances' is missing"));
    int count = (int) Math.clamp(instances, -1, Scale.MOST + 1);
    String name = context.pathParam("name");
    Entry.Origin origin = Caller.of(context);
    Supervisor.Applied applied = services.projects().alone(() -> scaled(name, count, origin));
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    ObjectNode answer = Json.object();
    answer.put("name", name);
    answer.put("instances", count);
    answer.set("changes", list(applied.changes()));
    answer.set("results", new Results(services).of(applied.pending(), wait));
    context.status(wait.isPresent() ? 200 : 202);
    Json.answer(context, answer);
  }

  private Supervisor.Applied scaled(String name, int count, Entry.Origin origin)
      throws RefusedException {
    Supervisor supervisor = services.supervisor();
    List<Change> changes = Scale.changes(name, count, supervisor.all(), ProcessFile::instance);
    return supervisor.apply(changes, true, origin);
  }

  private static ArrayNode list(List<Change> changes) {
    ArrayNode list = Json.array();
    for (Change change : changes) {
      ObjectNode one = list.addObject();
      one.put("name", change.name().value());
      one.put("action", change.action().word());
      one.putArray("fields");
      one.put("reason", change.reason());
    }
    return list;
  }

  private void graph(Context context) {
    Optional<String> project = Json.query(context, "project");
    List<Definition> definitions =
        services.supervisor().all().stream()
            .filter(managed -> !managed.isForOneOccurrence())
            .map(Managed::definition)
            .filter(one -> project.isEmpty() || project.orElseThrow().equals(one.project()))
            .toList();
    Json.answer(context, DependencyTree.of(definitions).json());
  }
}
