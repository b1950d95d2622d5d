package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** How another number of instances is reached. A question: changes nothing. */
public final class Scale {
  /** The most instances that a process may have. */
  public static final int MOST = 1000;

  private Scale() {}

  /**
   * What is made or removed; only the highest indices are, and the others are left as they are.
   *
   * @param name of the process, without index
   * @param instances how many there shall be, 0 to {@link #MOST}
   * @param known all processes
   * @param make makes an instance of an index from another instance
   * @throws RefusedException when there is no such process or it has no instances
   */
  public static List<Change> changes(
      String name,
      int instances,
      List<Managed> known,
      BiFunction<Definition, Integer, Definition> make)
      throws RefusedException {
    if (instances < 0 || instances > MOST) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, instances + " is no number of instances, 0 to " + MOST);
    }
    List<Managed> present = present(name, known);
    Set<Integer> taken = new TreeSet<>();
    List<Change> changes = new ArrayList<>();
    for (Managed managed : present) {
      taken.add(managed.name().instance());
      if (managed.name().instance() >= instances) {
        changes.add(change(managed.definition(), Change.Action.REMOVE, instances));
      }
    }
    Definition newest = present.getLast().definition();
    for (int index = 0; index < instances; index++) {
      if (!taken.contains(index)) {
        changes.add(change(make.apply(newest, index), Change.Action.NEW, instances));
      }
    }
    return changes;
  }

  private static Change change(Definition definition, Change.Action action, int instances) {
    boolean removed = action == Change.Action.REMOVE;
    return new Change(
        definition.name(),
        action,
        List.of(),
        "scaled to " + instances,
        removed ? Optional.empty() : Optional.of(definition));
  }

  /** The instances there are, by index. */
  private static List<Managed> present(String name, List<Managed> known) throws RefusedException {
    List<Managed> named =
        Selection.of(name).among(known).stream()
            .filter(managed -> !BesideRuns.isBeside(managed))
            .sorted(Comparator.comparingInt(managed -> managed.name().instance()))
            .toList();
    if (name.indexOf('/') >= 0) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + name + "' is one instance",
          "sentinelzero scale " + name.substring(0, name.indexOf('/')) + " N");
    }
    if (named.isEmpty() || named.stream().anyMatch(m -> m.definition().template().isEmpty())) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + name + "' has no instances",
          "write 'instances: N' in its process file, then sentinelzero config apply");
    }
    return named;
  }
}
