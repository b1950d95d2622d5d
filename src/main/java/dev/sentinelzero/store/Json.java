package dev.sentinelzero.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Flat JSON objects: texts, numbers and, one level down, maps of texts. */
final class Json {
  // The streaming layer alone: binding would cost a start-up of its own for a dozen fields.
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The fields of an object: scalars as texts, and maps. */
  record Fields(Map<String, String> scalars, Map<String, Map<String, String>> maps) {
    /**
     * A field that has to be there.
     *
     * @throws IllegalArgumentException when it isn't
     */
    String text(String name) {
      return optional(name)
          .orElseThrow(() -> new IllegalArgumentException("the field '" + name + "' is missing"));
    }

    Optional<String> optional(String name) {
      return Optional.ofNullable(scalars.get(name));
    }

    Map<String, String> map(String name) {
      return maps.getOrDefault(name, Map.of());
    }
  }

  /** Writes the inside of an object. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  static String object(Content content) {
    // Through a Writer, since the generator of bytes refuses unpaired surrogates.
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  static String ofMap(Map<String, String> map) {
    return object(json -> writeEach(json, map));
  }

  static void writeMap(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    writeEach(json, map);
    json.writeEndObject();
  }

  private static void writeEach(JsonGenerator json, Map<String, String> map) throws IOException {
    for (Map.Entry<String, String> field : map.entrySet()) {
      json.writeStringField(field.getKey(), field.getValue());
    }
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException when the text is not one
   */
  static Fields parse(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not an object");
      }
      Fields fields = readFields(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object");
      }
      return fields;
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static Fields readFields(JsonParser json) throws IOException {
    Map<String, String> scalars = new LinkedHashMap<>();
    Map<String, Map<String, String>> maps = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        maps.put(name, readFields(json).scalars());
      } else if (value == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        scalars.put(name, json.getText());
      }
    }
    return new Fields(scalars, maps);
  }
}
