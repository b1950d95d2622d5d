package dev.sentinelzero.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Agenda.Occurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far a process has come with its schedule, as JSON for the state file. */
final class AgendaCodec {
  private AgendaCodec() {}

  static ObjectNode write(Agenda agenda) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("enabled", agenda.enabled());
    node.put("armed", agenda.armed().toString());
    agenda.consumed().ifPresent(at -> node.put("consumed", at.toString()));
    agenda.current().ifPresent(one -> node.set("current", occurrence(one)));
    if (!agenda.waiting().isEmpty()) {
      ArrayNode waiting = node.putArray("waiting");
      agenda.waiting().forEach(one -> waiting.add(occurrence(one)));
    }
    return node;
  }

  private static ObjectNode occurrence(Occurrence occurrence) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("planned", occurrence.planned().toString())
        .put("cause", occurrence.cause().word());
  }

  static Agenda read(JsonNode node) {
    List<Occurrence> waiting = new ArrayList<>();
    node.path("waiting").forEach(one -> waiting.add(occurrence(one)));
    return new Agenda(
        node.path("enabled").asBoolean(),
        Instant.parse(node.path("armed").asText()),
        node.has("consumed")
            ? Optional.of(Instant.parse(node.path("consumed").asText()))
            : Optional.empty(),
        node.has("current") ? Optional.of(occurrence(node.path("current"))) : Optional.empty(),
        List.copyOf(waiting));
  }

  private static Occurrence occurrence(JsonNode node) {
    String cause = node.path("cause").asText().toUpperCase(Locale.ROOT);
    return new Occurrence(
        Instant.parse(node.path("planned").asText()), Agenda.Cause.valueOf(cause));
  }
}
