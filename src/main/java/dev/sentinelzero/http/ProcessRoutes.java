package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.Change;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Selection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /processes}: what there is, how each came to be as it is, and their definitions. */
final class ProcessRoutes {
  private static final String ONE = HttpServer.BASE + "/processes/{name}";
  private static final int CHAIN = 40;

  private final Services services;

  ProcessRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(HttpServer.BASE + "/processes", this::list);
    routes.get(ONE, this::show);
    routes.put(ONE, this::define);
    routes.get(ONE + "/definition", this::definition);
    routes.get(ONE + "/why", this::why);
    routes.get(ONE + "/runs", this::runs);
  }

  private Managed named(Context context) throws RefusedException {
    return services.supervisor().get(context.pathParam("name"));
  }

  private void list(Context context) throws RefusedException {
    List<Managed> selected = selected(context);
    ArrayNode views = Json.array();
    Listing listing = Listing.of(context);
    selected.stream()
        .map(Json.queryFlag(context, "metrics") ? services::measured : services::view)
        .filter(listing::isWanted)
        .sorted(listing)
        .limit(listing.limit())
        .forEach(views::add);
    ObjectNode answer = Json.object();
    answer.set("processes", views);
    Json.answer(context, answer);
  }

  private List<Managed> selected(Context context) throws RefusedException {
    List<String> names = context.queryParams("name");
    Optional<String> group = Json.query(context, "group");
    Optional<String> project = Json.query(context, "project");
    boolean all = names.isEmpty() && group.isEmpty() && project.isEmpty();
    return new Selection(names, group, project, all).among(services.supervisor().all());
  }

  private void show(Context context) throws RefusedException {
    Json.answer(context, services.view(named(context)));
  }

  private void definition(Context context) throws RefusedException {
    Definition definition = named(context).definition();
    ObjectNode process = SpecWriter.definition(definition);
    process.remove(List.of("name", "project"));
    ObjectNode answer = Json.object();
    answer.put("name", definition.name().value());
    answer.put("project", definition.project());
    answer.set("process", process);
    context.header("ETag", tag(answer));
    Json.answer(context, answer);
  }

  private static String tag(ObjectNode answer) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(answer.toString().getBytes(StandardCharsets.UTF_8));
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void define(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, Set.of("project", "process", "replace"));
    JsonNode process = body.get("process");
    if (!(process instanceof ObjectNode keys)) {
      throw new IllegalArgumentException("'process' is missing");
    }
    ObjectNode named = keys.deepCopy();
    named.put("name", context.pathParam("name"));
    Json.text(body, "project").ifPresent(project -> named.put("project", project));
    Definition definition = ProcessFile.readDefinition(named);
    boolean replace = Json.flag(body, "replace");
    Change change =
        services.projects().alone(() -> defined(definition, replace, Caller.of(context)));
    ObjectNode answer = Json.object();
    answer.put("action", change.action().word());
    context.status(change.action() == Change.Action.NEW ? 201 : 200);
    Json.answer(context, answer);
  }

  private Change defined(Definition definition, boolean replace, Entry.Origin origin)
      throws RefusedException {
    List<Change> changes =
        services.supervisor().plan(definition.project(), List.of(definition), false, replace);
    refuseUnlessWanted(changes.getFirst(), replace);
    services.supervisor().apply(changes, false, origin);
    return changes.getFirst();
  }

  /** Only what differs in nothing but its want, or is wanted to be replaced, goes through. */
  private static void refuseUnlessWanted(Change change, boolean replace) throws RefusedException {
    boolean differs = change.fields().stream().anyMatch(field -> !field.equals("wanted"));
    if (differs && !replace) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'"
              + change.name()
              + "' exists and differs in "
              + String.join(
                  ", ", change.fields().stream().filter(f -> !f.equals("wanted")).toList()),
          "sentinelzero delete " + change.name() + " first, or give another name with -n");
    }
  }

  private void why(Context context) throws RefusedException, Archive.ArchiveException {
    Managed managed = named(context);
    ObjectNode answer = Json.object();
    answer.put("name", managed.name().value());
    answer.put("state", managed.state().word());
    ArrayNode chain = answer.putArray("chain");
    Archive.Question question =
        new Archive.Question(0, Optional.of(managed.name()), Optional.empty(), CHAIN);
    for (Archive.Numbered numbered : services.archive().events(question)) {
      ObjectNode link = chain.addObject();
      link.put("at", Views.time(numbered.entry().at()));
      link.put("what", numbered.entry().what());
      link.put("reason", numbered.entry().reason().text());
      link.put("code", numbered.entry().reason().code());
    }
    Json.answer(context, answer);
  }

  private void runs(Context context) throws RefusedException, Archive.ArchiveException {
    Managed managed = named(context);
    int limit = (int) Math.min(1000, Json.number(context, "limit").orElse(20L));
    ObjectNode answer = Json.object();
    ArrayNode runs = answer.putArray("runs");
    for (Archive.PastRun run : services.archive().runs(managed.name(), limit)) {
      runs.add(Views.run(run));
    }
    Json.answer(context, answer);
  }
}
