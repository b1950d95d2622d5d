package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text (RFC 8259); of duplicate keys the last counts. */
final class JsonReader {
  private static final int DEEPEST = 256;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Json read() {
    Json value = value();
    space();
    if (at < text.length()) {
      throw wrong("more text behind the value");
    }
    return value;
  }

  private Json value() {
    space();
    if (at >= text.length()) {
      throw wrong("the text ends too early");
    }
    if (++depth > DEEPEST) {
      throw wrong("nested too deep");
    }
    char c = text.charAt(at);
    Json value =
        switch (c) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> Json.of(string());
          case 't' -> word("true", Json.of(true));
          case 'f' -> word("false", Json.of(false));
          case 'n' -> word("null", Json.NULL);
          default -> number();
        };
    depth--;
    return value;
  }

  private Json object() {
    Map<String, Json> fields = new LinkedHashMap<>();
    at++;
    if (taken('}')) {
      return Json.of(fields);
    }
    do {
      space();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw wrong("a key is missing");
      }
      String key = string();
      expect(':');
      fields.put(key, value());
    } while (taken(','));
    expect('}');
    return Json.of(fields);
  }

  private Json array() {
    List<Json> items = new ArrayList<>();
    at++;
    if (taken(']')) {
      return Json.of(items);
    }
    do {
      items.add(value());
    } while (taken(','));
    expect(']');
    return Json.of(items);
  }

  private String string() {
    StringBuilder done = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return done.toString();
      }
      if (c < ' ') {
        throw wrong("a control character in a string");
      }
      done.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a string is not closed");
  }

  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw wrong("four hex digits are missing");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw wrong("an unknown word");
    }
    at += word.length();
    return value;
  }

  private Json number() {
    int from = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      if (Double.isFinite(Double.parseDouble(digits))) {
        return Json.of(new Json.Figure(digits));
      }
      throw wrong("a number out of range");
    } catch (NumberFormatException e) {
      throw wrong("not a value");
    }
  }

  private boolean taken(char c) {
    space();
    boolean here = at < text.length() && text.charAt(at) == c;
    at += here ? 1 : 0;
    return here;
  }

  private void expect(char c) {
    if (!taken(c)) {
      throw wrong("'" + c + "' is missing");
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("this is not JSON: " + what + " at character " + (at + 1));
  }
}
