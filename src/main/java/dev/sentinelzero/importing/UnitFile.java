package dev.sentinelzero.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A unit of systemd with its drop-ins, line by line: later lines add to earlier ones or take their
 * place, and an empty value takes earlier ones away.
 */
final class UnitFile {
  private final List<Line> lines = new ArrayList<>();

  /** One assignment. */
  record Line(String section, String key, String value, Place place) {}

  /** Adds the lines of a file. */
  void add(String text, String shown) {
    String section = "";
    StringBuilder logical = new StringBuilder();
    int first = 1;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      boolean comment = line.strip().startsWith("#") || line.strip().startsWith(";");
      if (comment || logical.isEmpty() && line.isBlank()) {
        continue;
      }
      first = logical.isEmpty() ? number : first;
      if (line.endsWith("\\")) {
        logical.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      String whole = logical.append(line).toString().strip();
      logical.setLength(0);
      if (whole.startsWith("[") && whole.endsWith("]")) {
        section = whole.substring(1, whole.length() - 1);
      } else {
        assign(section, whole, new Place(shown, first));
      }
    }
    if (!logical.isEmpty()) {
      assign(section, logical.toString().strip(), new Place(shown, first));
    }
  }

  private void assign(String section, String line, Place place) {
    int equals = line.indexOf('=');
    if (equals < 1 || section.isEmpty()) {
      throw new ImportException(
          place.file()
              + ":"
              + place.line()
              + ": this line is neither [Section] nor Key=value in a section");
    }
    String key = line.substring(0, equals).strip();
    lines.add(new Line(section, key, line.substring(equals + 1).strip(), place));
  }

  /** All lines that count, in their order: those in front of an empty value don't. */
  List<Line> effective() {
    List<Line> effective = new ArrayList<>();
    for (Line line : lines) {
      if (line.value().isEmpty()) {
        effective.removeIf(
            earlier ->
                earlier.section().equals(line.section()) && earlier.key().equals(line.key()));
      } else {
        effective.add(line);
      }
    }
    return effective;
  }

  /** The lines of a key. */
  List<Line> all(String key) {
    return effective().stream().filter(line -> line.key().equals(key)).toList();
  }

  /** The last line of a key. */
  Optional<Line> last(String key) {
    List<Line> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  Optional<String> text(String key) {
    return last(key).map(Line::value);
  }

  boolean flag(String key, boolean standard) {
    return text(key).map(text -> text.matches("(?i)1|yes|y|true|t|on")).orElse(standard);
  }
}
