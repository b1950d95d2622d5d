package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.runtime.Projects;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Revision;
import dev.sentinelzero.runtime.Revisions;
import dev.sentinelzero.runtime.Snapshot;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code /config/revisions} and {@code /config/rollback}: what was applied, and the way back. */
final class RevisionRoutes {
  private static final String ALL = HttpServer.BASE + "/config/revisions";
  private static final Set<String> KNOWN = Set.of("project", "number", "reason", "dry_run");

  private final Services services;

  RevisionRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(ALL, this::list);
    routes.get(ALL + "/{number}", this::show);
    routes.post(HttpServer.BASE + "/config/rollback", this::rollback);
  }

  private Projects projects() {
    return services.projects();
  }

  private void list(Context context) {
    Revisions.Kept kept = projects().revisions().all(Json.query(context, "project"));
    Map<String, Integer> newest = new HashMap<>();
    kept.revisions().forEach(one -> newest.merge(one.project(), one.number(), Math::max));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("revisions");
    for (Revision revision : kept.revisions()) {
      ObjectNode view = view(revision);
      view.put("current", revision.number() == newest.getOrDefault(revision.project(), 0));
      list.add(view);
    }
    kept.damaged().forEach(answer.putArray("damaged")::add);
    Json.answer(context, answer);
  }

  private static ObjectNode view(Revision revision) {
    Revision.Content content = revision.content();
    ObjectNode view = Json.object();
    view.put("project", revision.project());
    view.put("number", revision.number());
    view.put("at", Views.time(revision.at()));
    view.put("author", revision.author().actor());
    view.put("via", revision.author().via());
    content.cause().files().forEach(view.putArray("files")::add);
    view.put("reason", content.cause().reason());
    OptionalInt back = content.cause().rolledBackTo();
    view.put("rolled_back_to", back.isPresent() ? Integer.valueOf(back.getAsInt()) : null);
    steps(view.putArray("changes"), content.processes());
    steps(view.putArray("policies"), content.policies());
    return view;
  }

  private static void steps(ArrayNode list, List<Revision.Step> steps) {
    for (Revision.Step step : steps) {
      ObjectNode one = list.addObject();
      one.put("name", step.name());
      one.put("action", step.action());
      step.fields().forEach(one.putArray("fields")::add);
    }
  }

  private void show(Context context) throws RefusedException {
    OptionalInt number = OptionalInt.of(number(context.pathParam("number")));
    Projects.Target target =
        projects().found(new Projects.Target(Json.query(context, "project"), number));
    String project = target.project().orElseThrow();
    Snapshot snapshot = projects().revisions().snapshot(project, number.getAsInt());
    ObjectNode answer = Json.object();
    projects().revisions().all(Optional.of(project)).revisions().stream()
        .filter(one -> one.number() == number.getAsInt())
        .findFirst()
        .ifPresent(one -> answer.setAll(view(one)));
    answer.set(
        "document",
        SpecWriter.document(
            new Document(snapshot.project(), snapshot.policies(), snapshot.definitions())));
    Json.answer(context, answer);
  }

  private static int number(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("'" + text + "' is not the number of a revision");
    }
    return Integer.parseInt(text);
  }

  private static Projects.Target target(ObjectNode body) {
    JsonNode number = body.get("number");
    OptionalInt wanted =
        number == null || number.isNull()
            ? OptionalInt.empty()
            : OptionalInt.of(number(number.asText()));
    return new Projects.Target(Json.text(body, "project"), wanted);
  }

  private void rollback(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, KNOWN);
    Projects.Target target = projects().found(target(body));
    String reason = Plans.reason(body);
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    ObjectNode answer;
    if (Json.flag(body, "dry_run")) {
      answer = Plans.view(projects().planRollback(target));
      answer.put("project", target.project().orElseThrow());
    } else {
      Projects.Applied applied = projects().rollback(target, reason, Caller.of(context));
      answer = Plans.applied(services, applied, wait);
    }
    answer.put("rolled_back_to", target.number().orElseThrow());
    Json.answer(context, answer);
  }
}
