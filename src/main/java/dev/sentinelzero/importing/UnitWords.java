package dev.sentinelzero.importing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of systemd's units: quoted words, specifiers, time spans, sizes. */
final class UnitWords {
  private static final Pattern SPAN =
      Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([A-Za-zµ]*)");

  private UnitWords() {}

  /**
   * The words of a line, quotes and C escapes taken away.
   *
   * @throws ImportException when a quote is not closed
   */
  static List<String> split(String line, Place place) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.length()) {
        word.append(escaped(line.charAt(++at)));
        open = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(c);
        open = true;
      }
    }
    if (quote != 0) {
      throw new ImportException(place.file() + ":" + place.line() + ": a quote is not closed");
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 's' -> " ";
      case 'r' -> "\r";
      default -> String.valueOf(c);
    };
  }

  /**
   * The text with its specifiers expanded.
   *
   * @param names what each letter stands for; others stay as they are
   */
  static String specified(String text, Map<Character, String> names) {
    StringBuilder done = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '%' || at + 1 == text.length()) {
        done.append(c);
        continue;
      }
      char letter = text.charAt(++at);
      String value = letter == '%' ? "%" : names.get(letter);
      done.append(value == null ? "%" + letter : value);
    }
    return done.toString();
  }

  /** A time span such as {@code 1min 30s}; a bare number is seconds. Empty for infinity. */
  static Optional<Duration> span(String text, Place place) {
    if (text.strip().equalsIgnoreCase("infinity")) {
      return Optional.empty();
    }
    Matcher part = SPAN.matcher(text);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.strip().length() && part.find(at) && part.start() == at) {
      double nanos = Double.parseDouble(part.group(1)) * unit(part.group(2), place);
      sum = sum.plus(Duration.ofNanos(Math.round(nanos)));
      at = part.end();
    }
    if (at == 0 || at < text.stripTrailing().length()) {
      throw new ImportException(place.file() + ":" + place.line() + ": this is not a time span");
    }
    return Optional.of(Duration.ofMillis(sum.toMillis()));
  }

  private static double unit(String name, Place place) {
    double second = 1e9;
    return switch (name.equals("M") ? "month" : name.toLowerCase(Locale.ROOT)) {
      case "usec", "us", "µs" -> 1e3;
      case "msec", "ms" -> 1e6;
      case "", "seconds", "second", "sec", "s" -> second;
      case "minutes", "minute", "min", "m" -> 60 * second;
      case "hours", "hour", "hr", "h" -> 3600 * second;
      case "days", "day", "d" -> 86_400 * second;
      case "weeks", "week", "w" -> 604_800 * second;
      default ->
          throw new ImportException(
              place.file() + ":" + place.line() + ": a time span has a unit that is not exact");
    };
  }
}
