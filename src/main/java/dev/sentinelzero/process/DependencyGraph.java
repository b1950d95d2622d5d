package dev.sentinelzero.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which processes need which, by the names without index: all instances of a process need the same.
 *
 * @param needs the names that each process needs, by its own name, both in lower case
 */
public record DependencyGraph(Map<String, Set<String>> needs) {
  /** The graph of definitions. */
  public static DependencyGraph of(List<Definition> definitions) {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (Definition definition : definitions) {
      Set<String> named =
          needs.computeIfAbsent(base(definition.name().value()), name -> new LinkedHashSet<>());
      definition.spec().coordination().needs().keySet().forEach(name -> named.add(base(name)));
    }
    return new DependencyGraph(needs);
  }

  private static String base(String name) {
    int slash = name.indexOf('/');
    return (slash < 0 ? name : name.substring(0, slash)).toLowerCase(Locale.ROOT);
  }

  /** Names that are needed and not there, with who needs them. */
  public Map<String, String> missing() {
    Map<String, String> missing = new TreeMap<>();
    needs.forEach(
        (name, named) ->
            named.stream()
                .filter(other -> !needs.containsKey(other))
                .forEach(other -> missing.put(other, name)));
    return missing;
  }

  /** A circle, from a name back to itself; empty where there is none. */
  public Optional<List<String>> circle() {
    Set<String> done = new HashSet<>();
    for (String name : needs.keySet()) {
      Optional<List<String>> circle = circle(name, new ArrayList<>(), done);
      if (circle.isPresent()) {
        return circle;
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> circle(String name, List<String> path, Set<String> done) {
    int at = path.indexOf(name);
    if (at >= 0) {
      List<String> circle = new ArrayList<>(path.subList(at, path.size()));
      circle.add(name);
      return Optional.of(List.copyOf(circle));
    }
    if (!done.add(name)) {
      return Optional.empty();
    }
    path.add(name);
    for (String other : needs.getOrDefault(name, Set.of())) {
      done.remove(path.contains(other) ? other : "");
      Optional<List<String>> circle = circle(other, path, done);
      if (circle.isPresent()) {
        return circle;
      }
    }
    path.removeLast();
    return Optional.empty();
  }
}
