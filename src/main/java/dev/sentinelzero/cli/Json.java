package dev.sentinelzero.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Questions never fail: what is missing is null, and null's text is empty. Read and
 * written with Jackson's streams alone, because its ObjectMapper costs much of the time that {@code
 * status} has; for the same reason {@code instanceof} where the JDK would build a switch over types
 * at run time.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** JSON's null, and every value that isn't there. */
  static final Json NULL = new Json(null);

  /** A number as it was written, so that it is passed on unchanged. */
  private record Figure(String digits) {}

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /**
   * Wraps a value: null, Json, String, Boolean, Number, Map with String keys, or Iterable, with the
   * same inside.
   */
  static Json of(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Json json -> json;
      case Number number -> new Json(new Figure(number.toString()));
      case Map<?, ?> map -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        map.forEach((key, inner) -> fields.put(String.valueOf(key), of(inner)));
        yield new Json(fields);
      }
      case Iterable<?> list -> {
        List<Json> items = new ArrayList<>();
        list.forEach(inner -> items.add(of(inner)));
        yield new Json(items);
      }
      case String text -> new Json(text);
      case Boolean flag -> new Json(flag);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    };
  }

  /**
   * Reads a text; of equal keys the last counts.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("this is not JSON: it is empty");
      }
      Json read = read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("this is not JSON: there is more behind the value");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the value that the parser is at. */
  private static Json read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          fields.put(key, read(parser));
        }
        yield new Json(fields);
      }
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Json(items);
      }
      case VALUE_STRING -> new Json(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json(new Figure(parser.getText()));
      case VALUE_TRUE -> new Json(true);
      case VALUE_FALSE -> new Json(false);
      default -> NULL;
    };
  }

  /** A field of an object; null where there is none. */
  Json at(String field) {
    return value instanceof Map<?, ?> map && map.get(field) instanceof Json json ? json : NULL;
  }

  /** The fields of an object in their order; none for anything else. */
  Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> fields.put((String) key, (Json) inner));
    }
    return fields;
  }

  /** The elements of an array; none for anything else. */
  List<Json> items() {
    List<Json> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(inner -> items.add((Json) inner));
    }
    return items;
  }

  /** Whether it is null or missing. */
  boolean isNull() {
    return value == null;
  }

  /** Whether it is an array. */
  boolean isArray() {
    return value instanceof List;
  }

  /** Whether it is the boolean true. */
  boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Whether it is the boolean false. */
  boolean isFalse() {
    return Boolean.FALSE.equals(value);
  }

  /** The text of a string, the digits of a number, the word of a boolean; else empty. */
  String text() {
    if (value instanceof Figure figure) {
      return figure.digits();
    }
    return value instanceof String || value instanceof Boolean ? value.toString() : "";
  }

  /** The text of a field. */
  String text(String field) {
    return at(field).text();
  }

  /** The number, where it is one. */
  OptionalDouble number() {
    return value instanceof Figure figure
        ? OptionalDouble.of(Double.parseDouble(figure.digits()))
        : OptionalDouble.empty();
  }

  /** The number without its fraction, where it is one. */
  OptionalLong whole() {
    OptionalDouble number = number();
    return number.isPresent() ? OptionalLong.of((long) number.getAsDouble()) : OptionalLong.empty();
  }

  /** The value on one line. */
  @Override
  public String toString() {
    return written(false);
  }

  /** The value on as many lines as it takes to read it well, two spaces a level. */
  String pretty() {
    return written(true);
  }

  private String written(boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        generator.setPrettyPrinter(Lines.printer());
      }
      write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator generator) throws IOException {
    if (value instanceof Map) {
      generator.writeStartObject();
      for (Map.Entry<String, Json> field : fields().entrySet()) {
        generator.writeFieldName(field.getKey());
        field.getValue().write(generator);
      }
      generator.writeEndObject();
    } else if (value instanceof List) {
      generator.writeStartArray();
      for (Json item : items()) {
        item.write(generator);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Figure figure) {
      generator.writeNumber(figure.digits());
    } else if (value == null) {
      generator.writeNull();
    } else {
      generator.writeString(text());
    }
  }

  /** How a value is laid out in lines; loaded only where that is wanted. */
  private static final class Lines {
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final Separators SEPARATORS =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    static DefaultPrettyPrinter printer() {
      return new DefaultPrettyPrinter(SEPARATORS)
          .withObjectIndenter(INDENTER)
          .withArrayIndenter(INDENTER);
    }
  }
}
