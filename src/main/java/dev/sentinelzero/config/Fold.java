package dev.sentinelzero.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import java.util.Map;
import java.util.TreeMap;

/** Makes one entry of the instances of a process, as they were written in the process file. */
final class Fold {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Fold() {}

  /**
   * The document with an entry for each process that has instances. Where they were made of
   * different templates, that of the highest index counts: it is the newest.
   *
   * @param root the document as it is written for people
   */
  static ObjectNode instances(Document document, ObjectNode root) {
    Map<String, Definition> last = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Definition definition : document.processes()) {
      if (definition.template().isPresent()) {
        last.merge(
            definition.name().base(),
            definition,
            (one, other) -> index(one) > index(other) ? one : other);
      }
    }
    ObjectNode processes = JsonNodeFactory.instance.objectNode();
    for (Definition definition : document.processes()) {
      String base = definition.name().base();
      if (definition.template().isEmpty()) {
        processes.set(
            definition.name().value(), root.path("processes").get(definition.name().value()));
      } else if (!processes.has(base)) {
        Definition newest = last.getOrDefault(base, definition);
        processes.set(base, entry(newest));
      }
    }
    root.remove(Keys.EMPTIED);
    root.set("processes", processes);
    return root;
  }

  private static int index(Definition definition) {
    return definition.name().instance();
  }

  private static ObjectNode entry(Definition newest) {
    try {
      ObjectNode entry = (ObjectNode) MAPPER.readTree(newest.template().orElseThrow());
      entry.put(Keys.INSTANCES, index(newest) + 1);
      return entry;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a template is written as JSON", e);
    }
  }
}
