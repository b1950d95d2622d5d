package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One process of the file that is being made, or its defaults. */
final class ProcessDraft {
  /** The order in which people read a process. */
  private static final List<String> ORDER =
      List.of(
          "command",
          "shell",
          "directory",
          "stdin",
          "environment",
          "env_file",
          "inherit",
          "group",
          "instances",
          "depends_on",
          "schedule",
          "policy",
          "restart",
          "success_exits",
          "start",
          "stop",
          "reload",
          "hooks",
          "readiness",
          "liveness",
          "user",
          "umask",
          "limits",
          "logs",
          "watch",
          "labels");

  private final ObjectNode values = JsonNodeFactory.instance.objectNode();
  private final List<String> comments = new ArrayList<>();
  private final Findings findings;

  ProcessDraft(Findings findings) {
    this.findings = findings;
  }

  /** A process with the same keys, for a second name. */
  ProcessDraft copy() {
    ProcessDraft copy = new ProcessDraft(findings);
    copy.values.setAll(values.deepCopy());
    copy.comments.addAll(comments);
    return copy;
  }

  /** Sets a text; the path has a dot before a key of a map in the process. */
  ProcessDraft put(String path, String value) {
    return put(path, JsonNodeFactory.instance.textNode(value));
  }

  ProcessDraft put(String path, long value) {
    return put(path, JsonNodeFactory.instance.numberNode(value));
  }

  ProcessDraft put(String path, boolean value) {
    return put(path, JsonNodeFactory.instance.booleanNode(value));
  }

  ProcessDraft put(String path, Duration value) {
    return put(path, Durations.format(value));
  }

  ProcessDraft put(String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      values.set(path, value);
    } else {
      map(path.substring(0, dot)).set(path.substring(dot + 1), value);
    }
    return this;
  }

  /** Sets a list of texts and, where they are codes, numbers. */
  ProcessDraft put(String path, Collection<String> texts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String text : texts) {
      if (text.matches("0|[1-9]\\d{0,2}")) {
        list.add(Integer.parseInt(text));
      } else {
        list.add(text);
      }
    }
    return put(path, list);
  }

  /** The map behind a key, made where there is none. */
  ObjectNode map(String key) {
    return values.get(key) instanceof ObjectNode map ? map : values.putObject(key);
  }

  boolean has(String key) {
    return values.has(key);
  }

  boolean has(String key, String inner) {
    return values.path(key).has(inner);
  }

  /** A command of words that mean themselves. */
  ProcessDraft command(List<String> words) {
    return expanded("command", words.stream().map(Texts::literal).toList());
  }

  /** A command behind any key, of words that are expanded. */
  ProcessDraft expanded(String path, List<String> words) {
    if (Texts.areBare(words)) {
      return put(path, String.join(" ", words));
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    words.forEach(list::add);
    return put(path, list);
  }

  /** A line for a shell: /bin/sh has a key of its own. */
  ProcessDraft shell(String shell, String line) {
    return shell.equals("/bin/sh") || shell.equals("sh")
        ? put("shell", line)
        : command(List.of(shell, "-c", line));
  }

  /** A line for a shell behind a key that has no form for it. */
  ProcessDraft shellCommand(String path, String line) {
    return expanded(path, List.of("/bin/sh", "-c", Texts.literal(line)));
  }

  /** A variable of the environment with a value that means itself. */
  ProcessDraft variable(String name, String value) {
    return expandedVariable(name, Texts.literal(value));
  }

  /** A variable of the environment with a value that is expanded. */
  ProcessDraft expandedVariable(String name, String value) {
    map("environment").put(name, value);
    return this;
  }

  /** Says above the process what needs attention. */
  void comment(String text) {
    comments.add(text);
  }

  /** Leaves a key out, and says so above the process too. */
  void unmapped(Place place, String key, String reason) {
    findings.unmapped(place, key, reason);
    attention(key, reason);
  }

  /** Keeps a key that works in another way, and says so above the process too. */
  void note(Place place, String key, String reason) {
    findings.note(place, key, reason);
    attention(key, reason);
  }

  private void attention(String key, String reason) {
    String line = key + ": " + reason;
    if (!comments.contains(line)) {
      comments.add(line);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  List<String> comments() {
    return comments;
  }

  /** What was set, in the order of reading. */
  ObjectNode json() {
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    for (String key : ORDER) {
      JsonNode value = values.get(key);
      if (value != null) {
        sorted.set(key, value);
      }
    }
    if (sorted.size() != values.size()) {
      throw new IllegalStateException("a key without a place: " + values.propertyStream().toList());
    }
    return sorted;
  }
}
