package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.ProcessName;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which processes of a list are wanted, in which order, how many. */
record Listing(List<Filter> filters, String sort, boolean descending, long limit)
    implements Comparator<ObjectNode> {
  private static final List<String> FIELDS =
      List.of(
          "name",
          "project",
          "group",
          "state",
          "wanted",
          "pid",
          "uptime_seconds",
          "restarts",
          "cpu_percent",
          "memory_bytes",
          "threads",
          "policy",
          "started_at");

  /** Fields that have no other values than these. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "wanted",
          List.of("up", "down"),
          "state",
          List.of(
              "stopped",
              "scheduled",
              "waiting",
              "starting",
              "running",
              "stopping",
              "backing_off",
              "completed",
              "failed"));

  private record Filter(String field, List<String> values) {}

  static Listing of(Context context) {
    Optional<String> sort = Json.query(context, "sort");
    boolean descending = sort.filter(field -> field.startsWith("-")).isPresent();
    String field = sort.map(text -> descending ? text.substring(1) : text).orElse("name");
    return new Listing(
        context.queryParams("filter").stream().map(Listing::filter).toList(),
        known(field),
        descending,
        Json.number(context, "limit").orElse(Long.MAX_VALUE));
  }

  private static Filter filter(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a filter; write field=value, such as state=running");
    }
    String field = known(text.substring(0, equals));
    List<String> values = List.of(text.substring(equals + 1).toLowerCase(Locale.ROOT).split(","));
    List<String> words = WORDS.getOrDefault(field, values);
    for (String value : values) {
      if (!words.contains(value)) {
        throw new IllegalArgumentException(
            "nothing has the %s '%s'; there are %s"
                .formatted(field, value, String.join(", ", words)));
      }
    }
    return new Filter(field, values);
  }

  private static String known(String field) {
    String full =
        switch (field) {
          case "uptime" -> "uptime_seconds";
          case "cpu" -> "cpu_percent";
          case "memory" -> "memory_bytes";
          default -> field;
        };
    if (!FIELDS.contains(full)) {
      throw new IllegalArgumentException(
          "there is no field '" + field + "'; there are " + String.join(", ", FIELDS));
    }
    return full;
  }

  boolean isWanted(ObjectNode view) {
    return filters.stream()
        .allMatch(
            filter ->
                filter
                    .values()
                    .contains(view.path(filter.field()).asText("").toLowerCase(Locale.ROOT)));
  }

  @Override
  public int compare(ObjectNode one, ObjectNode other) {
    int order = order(one.path(sort), other.path(sort));
    return descending ? -order : order;
  }

  private int order(JsonNode left, JsonNode right) {
    if (sort.equals("name")) {
      return new ProcessName(left.asText()).compareTo(new ProcessName(right.asText()));
    }
    return left.isNumber() || right.isNumber()
        ? Double.compare(left.asDouble(-1), right.asDouble(-1))
        : String.CASE_INSENSITIVE_ORDER.compare(left.asText(""), right.asText(""));
  }
}
