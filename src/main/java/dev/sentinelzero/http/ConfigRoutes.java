package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.runtime.Intent;
import dev.sentinelzero.runtime.Projects;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Revision;
import dev.sentinelzero.runtime.Snapshot;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** {@code /config}: whole documents, compared and brought about. */
final class ConfigRoutes {
  private static final Set<String> KNOWN = Set.of("document", "prune", "take_over");
  private static final Set<String> KNOWN_OF_APPLY =
      Set.of("document", "prune", "take_over", "files", "reason");

  private final Services services;

  ConfigRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.post(HttpServer.BASE + "/config/validate", this::validate);
    routes.post(HttpServer.BASE + "/config/plan", this::plan);
    routes.post(HttpServer.BASE + "/config/apply", this::apply);
    routes.get(HttpServer.BASE + "/config/export", this::export);
  }

  private static Document document(ObjectNode body) {
    JsonNode document = body.get("document");
    if (document == null || !document.isObject()) {
      throw new IllegalArgumentException("'document' is missing");
    }
    return ProcessFile.readResolved(document.toString());
  }

  private void validate(Context context) {
    ObjectNode answer = Json.object();
    try {
      document(Json.body(context, KNOWN));
      answer.putArray("problems");
    } catch (ProblemsException e) {
      answer.set("problems", Problems.list(e.problems()));
    }
    Json.answer(context, answer);
  }

  private static Intent intent(ObjectNode body) {
    Document document = document(body);
    Snapshot wanted = new Snapshot(document.project(), document.policies(), document.processes());
    return new Intent(
        wanted, document.emptied(), Json.flag(body, "prune"), Json.flag(body, "take_over"));
  }

  private void plan(Context context) throws RefusedException {
    ObjectNode body = Json.body(context, KNOWN);
    Json.answer(context, Plans.view(services.projects().plan(intent(body))));
  }

  private void apply(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, KNOWN_OF_APPLY);
    Revision.Cause cause =
        new Revision.Cause(Plans.files(body), Plans.reason(body), OptionalInt.empty());
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    Projects.Applied applied = services.projects().apply(intent(body), cause, Caller.of(context));
    Json.answer(context, Plans.applied(services, applied, wait));
  }

  private void export(Context context) {
    Optional<String> project = Json.query(context, "project");
    List<Definition> definitions =
        services.supervisor().all().stream()
            .filter(managed -> !managed.isForOneOccurrence())
            .map(Managed::definition)
            .filter(d -> project.isEmpty() || project.orElseThrow().equals(d.project()))
            .toList();
    Map<String, RestartPolicy> used = new TreeMap<>();
    Map<String, RestartPolicy> all = services.supervisor().policies().all();
    for (Definition definition : definitions) {
      if (definition.spec().rules().policy() instanceof ProcessSpec.PolicyChoice.Named(String name)
          && !RestartPolicy.BUILT_IN.containsKey(name)) {
        RestartPolicy policy = all.get(name);
        if (policy != null) {
          used.put(name, policy);
        }
      }
    }
    Document document = new Document(project.orElse(Definition.BY_HAND), used, definitions);
    Json.answer(context, SpecWriter.document(document));
  }
}
