package dev.sentinelzero.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.Revision;
import dev.sentinelzero.runtime.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Revisions as JSON: first what is told of them, then the project's document, so that a list of
 * revisions never reads the documents.
 */
final class RevisionCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory FACTORY = MAPPER.getFactory();

  private RevisionCodec() {}

  static String write(Revision revision, Snapshot after) {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("revision", head(revision));
    root.set(
        "document",
        SpecWriter.document(new Document(after.project(), after.policies(), after.definitions())));
    return root + "\n";
  }

  private static ObjectNode head(Revision revision) {
    Revision.Content content = revision.content();
    ObjectNode head = MAPPER.createObjectNode();
    head.put("project", revision.project());
    head.put("number", revision.number());
    head.put("at", revision.at().toString());
    head.put("author", revision.author().actor());
    head.put("via", revision.author().via());
    content.cause().files().forEach(head.putArray("files")::add);
    head.put("reason", content.cause().reason());
    content.cause().rolledBackTo().ifPresent(number -> head.put("rolled_back_to", number));
    steps(head.putArray("processes"), content.processes());
    steps(head.putArray("policies"), content.policies());
    return head;
  }

  private static void steps(ArrayNode list, List<Revision.Step> steps) {
    for (Revision.Step step : steps) {
      ObjectNode one = list.addObject();
      one.put("name", step.name());
      one.put("action", step.action());
      step.fields().forEach(one.putArray("fields")::add);
    }
  }

  /**
   * Reads what is told of a revision.
   *
   * @throws IOException when it is damaged
   */
  static Revision readHead(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"revision".equals(parser.nextFieldName())
          || parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it does not begin as a revision does");
      }
      JsonNode head = MAPPER.readTree(parser);
      return head(head);
    }
  }

  private static Revision head(JsonNode head) throws IOException {
    String project = head.path("project").asText("");
    int number = head.path("number").asInt(0);
    if (project.isEmpty() || number < 1) {
      throw new IOException("its project or number is missing");
    }
    JsonNode back = head.path("rolled_back_to");
    Revision.Cause cause =
        new Revision.Cause(
            texts(head.path("files")),
            head.path("reason").asText(""),
            back.isInt() ? OptionalInt.of(back.asInt()) : OptionalInt.empty());
    Entry.Origin author =
        new Entry.Origin(head.path("author").asText("unknown"), head.path("via").asText(""));
    try {
      return new Revision(
          project,
          number,
          Instant.parse(head.path("at").asText("")),
          author,
          new Revision.Content(cause, steps(head.path("processes")), steps(head.path("policies"))));
    } catch (DateTimeParseException e) {
      throw new IOException("its time can't be read", e);
    }
  }

  private static List<Revision.Step> steps(JsonNode list) {
    List<Revision.Step> steps = new ArrayList<>();
    for (JsonNode one : list) {
      steps.add(
          new Revision.Step(
              one.path("name").asText(""),
              one.path("action").asText(""),
              texts(one.path("fields"))));
    }
    return List.copyOf(steps);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return List.copyOf(texts);
  }

  /**
   * Reads the document of a revision.
   *
   * @throws IOException when it is damaged
   */
  static Snapshot readSnapshot(InputStream in) throws IOException {
    JsonNode document = MAPPER.readTree(in).path("document");
    if (!document.isObject()) {
      throw new IOException("it has no document");
    }
    try {
      Document read = ProcessFile.readResolved(document.toString());
      return new Snapshot(read.project(), read.policies(), read.processes());
    } catch (RuntimeException e) {
      throw new IOException("its document can't be read: " + e.getMessage(), e);
    }
  }
}
