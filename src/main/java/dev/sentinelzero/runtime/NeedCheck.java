package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.DependencyGraph;
import dev.sentinelzero.process.Managed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether all that changed processes need would be there, and nothing needs itself in the end. */
final class NeedCheck {
  private NeedCheck() {}

  /**
   * Checks changes before any of them is carried out.
   *
   * @param known all processes as they are
   * @throws RefusedException when one would need what is not there, or itself
   */
  static void check(List<Change> changes, List<Managed> known) throws RefusedException {
    Map<String, Definition> after = new TreeMap<>();
    known.forEach(managed -> after.put(managed.name().key(), managed.definition()));
    List<Definition> changed = new ArrayList<>();
    for (Change change : changes) {
      after.remove(change.name().key());
      if (change.definition().isPresent()) {
        after.put(change.name().key(), change.definition().orElseThrow());
        changed.add(change.definition().orElseThrow());
      }
    }
    DependencyGraph graph = DependencyGraph.of(List.copyOf(after.values()));
    for (Definition definition : changed) {
      refuseMissing(definition, graph);
    }
    refuseCircle(changed, graph);
  }

  private static void refuseMissing(Definition definition, DependencyGraph graph)
      throws RefusedException {
    for (String needed : definition.spec().coordination().needs().keySet()) {
      if (!graph.needs().containsKey(needed.toLowerCase(Locale.ROOT))) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "'" + definition.name() + "' depends on '" + needed + "', which does not exist",
            "define '" + needed + "' first, or both in one process file");
      }
    }
  }

  /** A circle that was there already must not stand in the way of what has no part in it. */
  private static void refuseCircle(List<Definition> changed, DependencyGraph graph)
      throws RefusedException {
    List<String> circle = graph.circle().orElse(List.of());
    boolean concerned =
        changed.stream()
            .anyMatch(one -> circle.contains(one.name().base().toLowerCase(Locale.ROOT)));
    if (concerned) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "these would depend on each other: " + String.join(" → ", circle),
          "take one of them out of a depends_on");
    }
  }
}
