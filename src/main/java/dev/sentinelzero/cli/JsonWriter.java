package dev.sentinelzero.cli;

import java.util.Map;

/** Writes a JSON value, on one line or indented by two spaces a level. */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final boolean pretty;
  private final StringBuilder done = new StringBuilder();

  JsonWriter(boolean pretty) {
    this.pretty = pretty;
  }

  String write(Json value) {
    put(value, 0);
    return done.toString();
  }

  private void put(Json value, int level) {
    if (value.isObject()) {
      object(value, level);
    } else if (value.isArray()) {
      array(value, level);
    } else if (value.isNull()) {
      done.append("null");
    } else if (value.isTrue() || value.isFalse() || value.number().isPresent()) {
      done.append(value.text());
    } else {
      string(value.text());
    }
  }

  private void object(Json value, int level) {
    done.append('{');
    String between = "";
    for (Map.Entry<String, Json> field : value.fields().entrySet()) {
      done.append(between);
      line(level + 1);
      string(field.getKey());
      done.append(pretty ? ": " : ":");
      put(field.getValue(), level + 1);
      between = ",";
    }
    if (!between.isEmpty()) {
      line(level);
    }
    done.append('}');
  }

  private void array(Json value, int level) {
    done.append('[');
    String between = "";
    for (Json item : value.items()) {
      done.append(between);
      line(level + 1);
      put(item, level + 1);
      between = ",";
    }
    if (!between.isEmpty()) {
      line(level);
    }
    done.append(']');
  }

  private void line(int level) {
    if (pretty) {
      done.append('\n').append("  ".repeat(level));
    }
  }

  private void string(String text) {
    done.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> done.append('\\').append(c);
        case '\n' -> done.append("\\n");
        case '\r' -> done.append("\\r");
        case '\t' -> done.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || lonely(text, i)) {
            unicode(c);
          } else {
            done.append(c);
          }
        }
      }
    }
    done.append('"');
  }

  /** Half of a surrogate pair has no UTF-8 form, so it is written as an escape. */
  private static boolean lonely(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private void unicode(char c) {
    done.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      done.append(HEX.charAt(c >> shift & 15));
    }
  }
}
