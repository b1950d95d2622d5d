package dev.sentinelzero.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which processes a verb is about: names and globs, a group, or all. */
final class Selected {
  static final Option GROUP = Option.valued('g', "group", "GROUP", "all of a group");
  static final Option ALL = Option.flag("all", "all processes");

  private Selected() {}

  /**
   * The fields of an operation that say so.
   *
   * @throws Failure when none is given, or several that exclude each other
   */
  static Map<String, Object> of(Call call, List<String> names) {
    Optional<String> group = call.arguments().text("group");
    boolean all = call.arguments().has("all");
    int kinds = (names.isEmpty() ? 0 : 1) + (group.isPresent() ? 1 : 0) + (all ? 1 : 0);
    if (kinds == 0) {
      throw Failure.usage("no process is named", "give names, globs such as 'web*', -g or --all");
    }
    if (kinds > 1) {
      throw Failure.usage("names, --group and --all exclude each other", "give one of them");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (all) {
      fields.put("all", true);
    } else if (group.isPresent()) {
      fields.put("group", group.get());
    } else {
      fields.put("names", names);
    }
    return fields;
  }

  /** How the selection is called in messages. */
  static String describe(Map<String, Object> fields) {
    if (fields.get("names") instanceof List<?> names) {
      return names.size() == 1 ? String.valueOf(names.getFirst()) : names.size() + " processes";
    }
    return fields.containsKey("group") ? "group " + fields.get("group") : "all processes";
  }
}
