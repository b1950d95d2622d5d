package dev.sentinelzero.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import java.time.Duration;
import java.time.Instant;

/** How a run ended, as JSON for the state file. */
final class ReportCodec {
  private ReportCodec() {}

  static ObjectNode write(ExitReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("at", report.at().toString());
    node.put("up_ns", report.up().toNanos());
    switch (report.exit()) {
      case Exit.Code(int status) -> node.put("code", status);
      case Exit.Signalled(Signal signal, boolean core) ->
          node.put("signal", signal.name()).put("core", core);
      case Exit.NotSpawned(Stage stage, int errno, String message) ->
          node.put("stage", stage.word()).put("errno", errno).put("message", message);
      case Exit.Unknown() -> node.put("unknown", true);
      case Exit.Failing(Reason cause) ->
          node.put("failing", cause.code()).put("message", cause.text());
    }
    return node;
  }

  static ExitReport read(JsonNode node) {
    return new ExitReport(
        exit(node),
        Instant.parse(node.path("at").asText()),
        Duration.ofNanos(node.path("up_ns").asLong()));
  }

  private static Exit exit(JsonNode node) {
    if (node.has("code")) {
      return new Exit.Code(node.path("code").asInt());
    }
    if (node.has("signal")) {
      return new Exit.Signalled(
          new Signal(node.path("signal").asText()), node.path("core").asBoolean());
    }
    if (node.has("stage")) {
      return new Exit.NotSpawned(
          Stage.of(node.path("stage").asText()),
          node.path("errno").asInt(),
          node.path("message").asText());
    }
    if (node.has("failing")) {
      return new Exit.Failing(
          new Reason(node.path("failing").asText(), node.path("message").asText()));
    }
    return new Exit.Unknown();
  }
}
