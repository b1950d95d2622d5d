package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.CommentedYaml;
import java.util.List;
import java.util.Map;

/**
 * What became of a file.
 *
 * @param document the process file; texts as they stand in it, dollars escaped
 * @param comments what is to be said in the file, by the path of the key
 * @param findings what was left out or works in another way, in the order of the file
 */
public record Imported(
    ObjectNode document, Map<String, List<String>> comments, List<Finding> findings) {

  /** The process file. */
  public String yaml() {
    return CommentedYaml.write(document, comments);
  }

  /** {@link #json} as text, for those that read JSON in their own way. */
  public String jsonText() {
    return json().toString();
  }

  /** Document, unmapped keys and notes as JSON. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("document", document);
    ArrayNode unmapped = json.putArray("unmapped");
    ArrayNode notes = json.putArray("notes");
    for (Finding finding : findings) {
      ObjectNode one = (finding.kind() == Finding.Kind.UNMAPPED ? unmapped : notes).addObject();
      one.put("file", finding.file());
      one.put("line", finding.line());
      one.put("key", finding.key());
      finding.value().ifPresent(value -> one.put("value", value));
      one.put("reason", finding.reason());
    }
    return json;
  }
}
