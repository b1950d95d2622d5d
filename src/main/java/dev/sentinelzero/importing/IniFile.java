package dev.sentinelzero.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Supervisord's dialect of INI: {@code ;} and {@code #} start comments at the begin of a line and
 * behind a blank, lines that are indented go on, keys ignore case and the last of equal ones
 * counts.
 *
 * @param sections in the order of the file
 */
record IniFile(List<Section> sections) {

  /** A section, and where it begins. */
  record Section(String name, Place place, Map<String, Value> values) {
    Optional<Value> value(String key) {
      return Optional.ofNullable(values.get(key));
    }
  }

  /** A value, and where its key stands. */
  record Value(String text, Place place) {}

  /**
   * Reads a file.
   *
   * @throws ImportException when a line is something else
   */
  static IniFile read(String text, String shown) {
    List<Section> sections = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    String key = "";
    for (int at = 0; at < lines.length; at++) {
      String line = withoutComment(lines[at]);
      Place place = new Place(shown, at + 1);
      if (line.isBlank()) {
        continue;
      }
      boolean goesOn = Character.isWhitespace(line.charAt(0)) && !key.isEmpty();
      if (goesOn) {
        goOn(sections.getLast(), key, line.strip());
      } else if (line.strip().matches("\\[[^]]+].*")) {
        String name = line.strip().substring(1, line.strip().indexOf(']')).strip();
        sections.add(new Section(name, place, new LinkedHashMap<>()));
        key = "";
      } else {
        key = entry(sections, line, place);
      }
    }
    return new IniFile(sections);
  }

  private static String entry(List<Section> sections, String line, Place place) {
    int equals = firstOf(line);
    if (sections.isEmpty() || equals < 1) {
      throw new ImportException(
          place.file()
              + ":"
              + place.line()
              + ": this line is neither [section] nor key=value in a section");
    }
    String key = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    Map<String, Value> values = sections.getLast().values();
    values.remove(key);
    values.put(key, new Value(line.substring(equals + 1).strip(), place));
    return key;
  }

  private static int firstOf(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    return equals < 0 || colon >= 0 && colon < equals ? colon : equals;
  }

  private static void goOn(Section section, String key, String more) {
    Value value = section.values().get(key);
    if (value != null) {
      String text = value.text().isEmpty() ? more : value.text() + "\n" + more;
      section.values().put(key, new Value(text, value.place()));
    }
  }

  private static String withoutComment(String line) {
    if (line.strip().startsWith(";") || line.strip().startsWith("#")) {
      return "";
    }
    for (int at = 1; at < line.length(); at++) {
      boolean mark = line.charAt(at) == ';' || line.charAt(at) == '#';
      if (mark && Character.isWhitespace(line.charAt(at - 1))) {
        return line.substring(0, at).stripTrailing();
      }
    }
    return line.stripTrailing();
  }
}
