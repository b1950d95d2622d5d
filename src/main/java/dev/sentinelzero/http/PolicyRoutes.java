package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.PolicyWords;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.runtime.Policies;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.units.Suggestion;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/** {@code /policies}: the named restart policies. */
final class PolicyRoutes {
  private static final String ALL = HttpServer.BASE + "/policies";
  private static final String ONE = ALL + "/{name}";

  private final Services services;

  PolicyRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(ALL, this::list);
    routes.get(ONE, this::show);
    routes.put(ONE, this::put);
    routes.delete(ONE, this::delete);
  }

  private Policies policies() {
    return services.supervisor().policies();
  }

  private void list(Context context) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("policies");
    policies().all().forEach((name, policy) -> list.add(view(name, policy)));
    Json.answer(context, answer);
  }

  private ObjectNode view(String name, RestartPolicy policy) {
    ObjectNode view = Json.object();
    view.put("name", name);
    view.put("built_in", RestartPolicy.BUILT_IN.containsKey(name));
    Policies.usedBy(name, services.supervisor().all()).forEach(view.putArray("used_by")::add);
    view.set("policy", SpecWriter.policy(policy));
    return view;
  }

  private void show(Context context) throws RefusedException {
    String name = context.pathParam("name");
    RestartPolicy policy = policies().all().get(name);
    if (policy == null) {
      throw unknown(name);
    }
    Json.answer(context, view(name, policy));
  }

  private RefusedException unknown(String name) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "there is no policy '" + name + "'",
        Suggestion.nearest(name, policies().all().keySet())
            .map(other -> "did you mean '" + other + "'?")
            .orElse("sentinelzero policy list shows all"));
  }

  private void put(Context context) throws RefusedException {
    ObjectNode body = Json.body(context, Set.of("policy", "create"));
    String name = context.pathParam("name");
    JsonNode words = body.get("policy");
    if (words == null || !words.isObject()) {
      throw new IllegalArgumentException("'policy' is missing");
    }
    if (!ProcessName.isValid(name) || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name for a policy: letters, digits, _ . @ -");
    }
    RestartPolicy before = policies().all().get(name);
    if (Json.flag(body, "create") && before != null) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "policy '" + name + "' exists",
          "sentinelzero policy update " + name + " changes it");
    }
    if (!Json.flag(body, "create") && before == null) {
      throw unknown(name);
    }
    if (before == null) {
      refuseSameButCase(name);
    }
    policies()
        .put(
            name,
            before == null
                ? PolicyWords.read(words.toString())
                : PolicyWords.read(words.toString(), before));
    context.status(before == null ? 201 : 200);
    show(context);
  }

  private void refuseSameButCase(String name) throws RefusedException {
    Optional<String> same =
        policies().all().keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    if (same.isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "policy '" + same.get() + "' has that name already; case makes no difference",
          "give another name");
    }
  }

  private void delete(Context context) throws RefusedException {
    policies().delete(context.pathParam("name"), services.supervisor().all());
    context.status(204);
  }
}
