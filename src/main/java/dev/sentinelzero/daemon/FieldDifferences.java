package dev.sentinelzero.daemon;

import dev.sentinelzero.config.FieldDiff;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.runtime.Difference;
import dev.sentinelzero.runtime.Differences;
import java.util.List;

/** Compares and writes definitions by the keys of the process file. */
final class FieldDifferences implements Differences {
  @Override
  public List<Difference> between(Definition before, Definition after) {
    if (before.equals(after)) {
      return List.of();
    }
    return FieldDiff.changes(before, after).stream()
        .map(change -> new Difference(change.path(), change.before(), change.after()))
        .toList();
  }

  @Override
  public List<String> needingRestart(List<String> fields) {
    return fields.stream().filter(field -> FieldDiff.needsRestart(List.of(field))).toList();
  }

  @Override
  public String written(Definition definition) {
    return SpecWriter.definition(definition).toString();
  }
}
