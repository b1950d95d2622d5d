package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Questions never fail: what is missing is null, and null's text is empty. Own code
 * because a library's classes cost more start-up time than everything else that {@code status}
 * does.
 */
final class Json {
  /** JSON's null, and every value that isn't there. */
  static final Json NULL = new Json(null);

  /** A number as it was written, so that it is passed on unchanged. */
  record Figure(String digits) {}

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
      case Figure figure -> new Json(figure);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    };
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  static Json parse(String text) {
    return new JsonReader(text).read();
  }

  /** A field of an object; null where there is none. */
  Json at(String field) {
    return value instanceof Map<?, ?> map && map.get(field) instanceof Json json ? json : NULL;
  }

  /** The fields of an object in their order; none for anything else. */
  Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> fields.put(String.valueOf(key), of(inner)));
    }
    return fields;
  }

  /** The elements of an array; none for anything else. */
  List<Json> items() {
    List<Json> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(inner -> items.add(of(inner)));
    }
    return items;
  }

  /** Whether it is null or missing. */
  boolean isNull() {
    return value == null;
  }

  /** Whether it is an object. */
  boolean isObject() {
    return value instanceof Map;
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
    return switch (value) {
      case String text -> text;
      case Figure figure -> figure.digits();
      case Boolean flag -> flag.toString();
      case null, default -> "";
    };
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
    return new JsonWriter(false).write(this);
  }

  /** The value on as many lines as it takes to read it well. */
  String pretty() {
    return new JsonWriter(true).write(this);
  }
}
