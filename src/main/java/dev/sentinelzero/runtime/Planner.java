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
   * @param emptied of a whole document: names of processes that are to have no instances; absent
   *     where only the definitions themselves are meant
   * @param prune whether processes of the project that the document no longer has are removed
   * @param takeOver whether processes of other projects may be taken
   */
  record Request(
      String project,
      List<Definition> definitions,
      Optional<Set<String>> emptied,
      boolean prune,
      boolean takeOver) {
    private Shapes shapes() {
      return emptied.map(names -> Shapes.of(definitions, names)).orElse(new Shapes(Map.of()));
    }
  }

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
      if (managed == null && request.emptied().isEmpty()) {
        refuseBesideInstances(definition, known);
      }
    }
    Shapes shapes = request.shapes();
    for (Managed managed : known.values()) {
      if (!kept.contains(managed.name().key()) && !BesideRuns.isBeside(managed)) {
        removal(request, shapes, managed).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** What became of the instances of a process is the file's business, with or without prune. */
  private static Optional<Change> removal(Request request, Shapes shapes, Managed managed)
      throws RefusedException {
    boolean own = managed.definition().project().equals(request.project());
    Optional<String> otherwise = shapes.unlike(managed.name());
    if (otherwise.isPresent()) {
      if (!own) {
        refuseUnlessTakenOver(request, managed.definition());
      }
      return Optional.of(removal(managed, otherwise.get()));
    }
    return own && request.prune()
        ? Optional.of(removal(managed, "the file no longer has it"))
        : Optional.empty();
  }

  private static Change fresh(Definition definition) {
    return new Change(
        definition.name(), Change.Action.NEW, List.of(), "not known yet", Optional.of(definition));
  }

  private static Change removal(Managed managed, String reason) {
    return new Change(managed.name(), Change.Action.REMOVE, List.of(), reason, Optional.empty());
  }

  private Change change(Request request, Managed managed, Definition wanted)
      throws RefusedException {
    Definition present = managed.definition();
    if (BesideRuns.isBeside(managed)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + present.name() + "' is a run of '" + present.name().base() + "' that goes on",
          "wait for its end, or stop it");
    }
    if (!present.project().equals(wanted.project())) {
      refuseUnlessTakenOver(request, present);
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

  private static void refuseBesideInstances(Definition single, Map<String, Managed> known)
      throws RefusedException {
    Shapes shapes = Shapes.of(List.of(single), Set.of());
    boolean instances =
        known.values().stream()
            .anyMatch(m -> !BesideRuns.isBeside(m) && shapes.unlike(m.name()).isPresent());
    if (instances) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + single.name() + "' has instances",
          "choose another name, or delete them first");
    }
  }

  private static void refuseUnlessTakenOver(Request request, Definition present)
      throws RefusedException {
    if (!request.takeOver()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + present.name() + "' belongs to project '" + present.project() + "'",
          "choose another name, or take it with --take-over");
    }
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
