package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two definitions of a process, by the paths of the process file's keys. */
public final class FieldDiff {
  private static final List<String> ONE_LEVEL =
      List.of("environment", "labels", "start", "stop", "hooks", "limits", "logs", "restart");

  /** Fields that an existing run can't take on. */
  private static final Set<String> NEED_A_NEW_RUN =
      Set.of(
          "command",
          "directory",
          "stdin",
          "environment",
          "env_file",
          "inherit",
          "user",
          "umask",
          "limits.open_files",
          "limits.nice",
          "limits.nproc",
          "limits.cpu_time",
          "logs.max_size");

  private static final String HIDDEN = "(hidden)";

  private FieldDiff() {}

  /**
   * A changed field.
   *
   * @param path of its key, such as {@code stop.timeout}
   * @param before its value in one line, empty where there was none
   * @param after its value in one line, empty where there is none; values of environment variables
   *     are hidden, places of secrets are not
   */
  public record Change(String path, String before, String after) {}

  /**
   * The paths of the fields that differ, sorted, such as {@code command}, {@code environment.PORT},
   * {@code stop.timeout}; empty when nothing does.
   */
  public static List<String> between(Definition old, Definition next) {
    return changes(old, next).stream().map(Change::path).toList();
  }

  /** The fields that differ, sorted by path, with their values. */
  public static List<Change> changes(Definition old, Definition next) {
    Map<String, JsonNode> before = fields(old);
    Map<String, JsonNode> after = fields(next);
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(before.get(path), after.get(path))) {
        changes.add(new Change(path, shown(path, before), shown(path, after)));
      }
    }
    return List.copyOf(changes);
  }

  /** Whether one of the fields can only change with a new run of the process. */
  public static boolean needsRestart(Collection<String> paths) {
    return paths.stream().anyMatch(FieldDiff::needsRestart);
  }

  private static boolean needsRestart(String path) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    return NEED_A_NEW_RUN.contains(path)
        || NEED_A_NEW_RUN.contains(first)
        || first.equals("limits") && Keys.BYTE_RESOURCES.contains(path.substring(dot + 1));
  }

  private static Map<String, JsonNode> fields(Definition definition) {
    Map<String, JsonNode> fields = new TreeMap<>();
    ObjectNode spec = SpecWriter.spec(definition.spec());
    fields.put("project", spec.textNode(definition.project()));
    spec.properties().forEach(one -> flatten(fields, one.getKey(), one.getValue()));
    // From shell to words and back is a change of the command like any other.
    JsonNode shell = fields.remove("shell");
    if (shell != null) {
      fields.put("command", shell);
    }
    return fields;
  }

  private static void flatten(Map<String, JsonNode> fields, String key, JsonNode value) {
    if (ONE_LEVEL.contains(key) && value.isObject()) {
      value.properties().forEach(inner -> fields.put(key + "." + inner.getKey(), inner.getValue()));
    } else {
      fields.put(key, value);
    }
  }

  private static String shown(String path, Map<String, JsonNode> fields) {
    JsonNode value = fields.get(path);
    if (value == null) {
      return "";
    }
    if (path.startsWith("environment.") && !value.isObject()) {
      return HIDDEN;
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
