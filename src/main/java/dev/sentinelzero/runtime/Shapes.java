package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which processes of a document are single ones and which have instances.
 *
 * @param counts the number of instances by name without index, in lower case; empty where it is a
 *     single process
 */
record Shapes(Map<String, Optional<Integer>> counts) {
  static Shapes of(List<Definition> definitions, Set<String> emptied) {
    Map<String, Optional<Integer>> counts = new HashMap<>();
    emptied.forEach(name -> counts.put(lower(name), Optional.of(0)));
    for (Definition definition : definitions) {
      ProcessName name = definition.name();
      Optional<Integer> one = isInstance(name) ? Optional.of(1) : Optional.empty();
      counts.merge(
          lower(name.base()),
          one,
          (some, more) -> some.flatMap(count -> more.map(another -> count + another)));
    }
    return new Shapes(counts);
  }

  /** Why a process that the document does not have can't stay beside those it has; if it can't. */
  Optional<String> unlike(ProcessName name) {
    Optional<Integer> count = counts.get(lower(name.base()));
    if (count == null) {
      return Optional.empty();
    }
    if (count.isEmpty()) {
      return Optional.of("the file has '" + name.base() + "' without instances");
    }
    if (!isInstance(name)) {
      return Optional.of("the file has '" + name.base() + "' with instances");
    }
    int instances = count.get();
    return Optional.of(
        instances == 1 ? "the file has 1 instance" : "the file has " + instances + " instances");
  }

  private static boolean isInstance(ProcessName name) {
    return name.value().indexOf('/') >= 0;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
