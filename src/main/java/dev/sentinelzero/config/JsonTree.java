package dev.sentinelzero.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.config.Item.Kind;
import dev.sentinelzero.config.Item.Spot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON into items: strict, duplicate keys refused, everything bounded. */
final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxDocumentLength(YamlTree.LARGEST)
                  .build())
          // The location must not quote what is read: it may be private.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonParser parser;
  private final Problems problems;
  private int items;

  private JsonTree(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** What other tools take for JSON: comments, trailing commas, bare keys, single quotes. */
  private static final JsonFactory RELAXED =
      FACTORY
          .rebuild()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  /** The text's value; empty when it could not be read, with the problem added. */
  static Optional<Item> read(String text, Problems problems) {
    return read(FACTORY, text, problems);
  }

  /** The same for text that is JSON by the measure of JavaScript only. */
  static Optional<Item> readRelaxed(String text, Problems problems) {
    return read(RELAXED, text, problems);
  }

  private static Optional<Item> read(JsonFactory factory, String text, Problems problems) {
    Spot start = new Spot("", 1, 1);
    if (text.length() > YamlTree.LARGEST) {
      problems.add(start, "the text is larger than 4 MB");
      return Optional.empty();
    }
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        problems.add(start, "the text is empty");
        return Optional.empty();
      }
      Item item = new JsonTree(parser, problems).item("");
      if (parser.nextToken() != null) {
        problems.add(start, "there is more text behind the value");
      }
      return Optional.of(item);
    } catch (JsonProcessingException e) {
      problems.add(spot("", e.getLocation()), "this is not JSON, or out of bounds");
    } catch (IOException e) {
      problems.add(start, "this is not JSON");
    }
    return Optional.empty();
  }

  private Item item(String path) throws IOException {
    Spot spot = spot(path, parser.currentTokenLocation());
    if (++items > YamlTree.MOST_ITEMS) {
      throw new IOException("too many values");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(spot);
      case START_ARRAY -> listing(spot);
      case VALUE_STRING -> new Item.Scalar(spot, parser.getText(), Kind.TEXT);
      case VALUE_TRUE, VALUE_FALSE -> new Item.Scalar(spot, parser.getText(), Kind.FLAG);
      case VALUE_NULL -> new Item.Scalar(spot, "", Kind.NOTHING);
      default -> new Item.Scalar(spot, parser.getText(), Kind.NUMBER);
    };
  }

  private Item listing(Spot spot) throws IOException {
    List<Item> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all.add(item(spot.path() + "[" + all.size() + "]"));
    }
    return new Item.Listing(spot, all);
  }

  private Item mapping(Spot spot) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String path = YamlTree.join(spot.path(), key);
      Spot place = spot(path, parser.currentTokenLocation());
      parser.nextToken();
      if (entries.putIfAbsent(key, new Entry(place, item(path))) != null) {
        problems.add(place, "stands twice");
      }
    }
    return new Item.Mapping(spot, entries);
  }

  private static Spot spot(String path, JsonLocation location) {
    return location == null
        ? new Spot(path, 1, 1)
        : new Spot(path, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
