package dev.sentinelzero.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.alerts.Alert;
import dev.sentinelzero.alerts.Batch;
import dev.sentinelzero.alerts.Kind;
import dev.sentinelzero.process.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Alerts and messages as JSON. */
final class AlertCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AlertCodec() {}

  /** An alert in one line. */
  static String write(Alert alert) {
    return write(MAPPER.createObjectNode(), alert).toString();
  }

  private static ObjectNode write(ObjectNode node, Alert alert) {
    return node.put("kind", alert.kind().word())
        .put("process", alert.process())
        .put("at", alert.at().toString())
        .put("code", alert.reason().code())
        .put("text", alert.reason().text());
  }

  /** Reads one; absent when it can't be understood. */
  static Optional<Alert> read(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return Optional.of(
          new Alert(
              Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
              node.path("process").asText(),
              Instant.parse(node.path("at").asText()),
              new Reason(node.path("code").asText(), node.path("text").asText())));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The whole message. */
  static String message(Batch batch, String target, String host) {
    ObjectNode message = MAPPER.createObjectNode();
    message.put("version", 1);
    message.put("target", target);
    message.put("host", host);
    message.put("text", batch.text(host));
    message.put("count", batch.pending().size());
    message.put("unnamed", batch.unnamed());
    message.put("dropped", batch.dropped());
    batch.named().forEach(alert -> write(message.withArray("events").addObject(), alert));
    return message.toString();
  }

  /** The message as Slack takes it; three characters have a meaning there. */
  static String slack(Batch batch, String host) {
    String text = batch.text(host).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return MAPPER.createObjectNode().put("text", text).toString();
  }
}
