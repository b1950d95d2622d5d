package dev.sentinelzero.importing;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.PropertyListParser;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dictionary of a property list.
 *
 * @param shown the file as the user knows it
 * @param dictionary the library's
 * @param lines where keys stand, first come first; empty for a binary file
 */
record Plist(String shown, NSDictionary dictionary, Map<String, Integer> lines) {
  private static final Pattern KEY = Pattern.compile("<key>([^<]*)</key>");

  /**
   * Reads a property list in XML or binary form.
   *
   * @throws ImportException when it is none, or holds no dictionary
   */
  static Plist read(Source source, SourceFiles files) {
    byte[] bytes = files.bytes(source);
    try {
      if (PropertyListParser.parse(bytes) instanceof NSDictionary dictionary) {
        return new Plist(source.shown(), dictionary, lines(bytes));
      }
    } catch (Exception e) {
      throw new ImportException(source.shown() + " is not a property list");
    }
    throw new ImportException(source.shown() + " must hold a dictionary");
  }

  private static Map<String, Integer> lines(byte[] bytes) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.startsWith("bplist")) {
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        Matcher key = KEY.matcher(line);
        while (key.find()) {
          lines.putIfAbsent(key.group(1), number);
        }
      }
    }
    return lines;
  }

  Place place(String key) {
    return new Place(shown, lines.getOrDefault(key, 0));
  }

  Iterable<String> keys() {
    return Arrays.asList(dictionary.allKeys());
  }

  boolean has(String key) {
    return dictionary.containsKey(key);
  }

  Optional<String> text(String key) {
    return dictionary.get(key) instanceof NSString text
        ? Optional.of(text.getContent())
        : Optional.empty();
  }

  /** True or false; a number counts as true unless it is 0. */
  Optional<Boolean> flag(String key) {
    return dictionary.get(key) instanceof NSNumber number
        ? Optional.of(number.boolValue())
        : Optional.empty();
  }

  Optional<Long> number(String key) {
    return dictionary.get(key) instanceof NSNumber number && !number.isBoolean()
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  Optional<Plist> map(String key) {
    return dictionary.get(key) instanceof NSDictionary inner
        ? Optional.of(new Plist(shown, inner, lines))
        : Optional.empty();
  }

  /** The texts of a list; a single one counts as a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (NSObject object : objects(key)) {
      if (object instanceof NSString text) {
        texts.add(text.getContent());
      }
    }
    return texts;
  }

  /** The dictionaries of a list; a single one counts as a list of one. */
  List<Plist> maps(String key) {
    List<Plist> maps = new ArrayList<>();
    for (NSObject object : objects(key)) {
      if (object instanceof NSDictionary inner) {
        maps.add(new Plist(shown, inner, lines));
      }
    }
    return maps;
  }

  private List<NSObject> objects(String key) {
    NSObject object = dictionary.get(key);
    if (object instanceof NSArray list) {
      return List.of(list.getArray());
    }
    return object == null ? List.of() : List.of(object);
  }
}
