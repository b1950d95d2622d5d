package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares a document with what is there. A question: changes nothing. */
final class Planner {
  /**
   * What is to be brought about.
   *
   * @param prune whether processes of the project that the document no longer has are removed
   * @param takeOver whether processes of other projects may be taken
   */
  record Request(String project, List<Definition> definitions, boolean prune, boolean takeOver) {}

  private final Differences differences;

  Planner(Differences differences) {
    this.differences = differences;
  }

  List<Change> plan(Request request, Map<String, Managed> known) throws RefusedException {
    List<Change> changes = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Definition definition : request.definitions()) {
      kept.add(definition.name().key());
      Managed managed = known.get(definition.name().key());
      changes.add(managed == null ? fresh(definition) : change(request, managed, definition));
    }
    if (request.prune()) {
      known.values().stream()
          .filter(m -> m.definition().project().equals(request.project()))
          .filter(m -> !kept.contains(m.name().key()))
          .filter(m -> !BesideRuns.isBeside(m))
          .map(Planner::removal)
          .forEach(changes::add);
    }
    return changes;
  }

  private static Change fresh(Definition definition) {
    return new Change(
        definition.name(), Change.Action.NEW, List.of(), "not known yet", Optional.of(definition));
  }

  private static Change removal(Managed managed) {
    return new Change(
        managed.name(),
        Change.Action.REMOVE,
        List.of(),
        "the file no longer has it",
        Optional.empty());
  }

  private Change change(Request request, Managed managed, Definition wanted)
      throws RefusedException {
    Definition present = managed.definition();
    if (!present.project().equals(wanted.project())) {
      if (!request.takeOver()) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "'" + present.name() + "' belongs to project '" + present.project() + "'",
            "choose another name, or take it with --take-over");
      }
    }
    if (!present.name().equals(wanted.name())) {
      return new Change(
          wanted.name(),
          Change.Action.RECREATE,
          List.of(new Difference("name", present.name().value(), wanted.name().value())),
          "it is spelled '" + present.name() + "' now",
          Optional.of(wanted));
    }
    return compared(managed, wanted);
  }

  private Change compared(Managed managed, Definition wanted) {
    List<Difference> fields = new ArrayList<>(differences.between(managed.definition(), wanted));
    List<String> restarting =
        differences.needingRestart(fields.stream().map(Difference::path).toList());
    Optional<Definition> definition = Optional.of(wanted);
    if (!restarting.isEmpty() && managed.run().isPresent()) {
      String reason = "a running process can't take on " + String.join(", ", restarting);
      return new Change(wanted.name(), Change.Action.RESTART, fields, reason, definition);
    }
    if (managed.wanted() == Wanted.DOWN) {
      fields.add(new Difference("wanted", "down", "up"));
      return new Change(
          wanted.name(),
          Change.Action.UPDATE,
          fields,
          "it is stopped and will be started",
          definition);
    }
    return fields.isEmpty()
        ? new Change(wanted.name(), Change.Action.UNTOUCHED, fields, "unchanged", definition)
        : new Change(wanted.name(), Change.Action.UPDATE, fields, "changed in place", definition);
  }
}
