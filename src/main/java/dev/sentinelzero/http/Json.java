package dev.sentinelzero.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.units.Durations;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads requests and writes answers, as trees. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The body as an object; an empty one where there is none. */
  static ObjectNode body(Context context, Set<String> known) {
    String text = context.body();
    JsonNode tree;
    try {
      tree = text.isBlank() ? object() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new IllegalArgumentException("the body is not a JSON object");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException(
                    "'" + name + "' is not known here; known are " + String.join(", ", known));
              }
            });
    return object;
  }

  static Optional<String> text(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw new IllegalArgumentException("'" + name + "' must be a text");
    }
    return Optional.of(value.asText());
  }

  /** A whole number of a request; absent where there is none. */
  static Optional<Long> whole(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("'" + name + "' must be a whole number");
    }
    return Optional.of(value.asLong());
  }

  static boolean flag(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("'" + name + "' must be true or false");
    }
    return value.booleanValue();
  }

  static List<String> texts(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw new IllegalArgumentException("'" + name + "' must be a list of texts");
    }
    List<String> texts = new ArrayList<>();
    value.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  static Optional<Duration> duration(ObjectNode object, String name) {
    return text(object, name).map(Durations::parse);
  }

  static Optional<String> query(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isEmpty());
  }

  static boolean queryFlag(Context context, String name) {
    return query(context, name).filter("true"::equals).isPresent();
  }

  static Optional<Long> number(Context context, String name) {
    return query(context, name)
        .map(
            text -> {
              try {
                long number = Long.parseLong(text);
                if (number < 0) {
                  throw new NumberFormatException(text);
                }
                return number;
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "'" + name + "' must be a number from 0, not '" + text + "'", e);
              }
            });
  }

  static void answer(Context context, JsonNode answer) {
    context.contentType("application/json").result(answer.toString());
  }
}
