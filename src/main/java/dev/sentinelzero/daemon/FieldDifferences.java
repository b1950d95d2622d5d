package dev.sentinelzero.daemon;

import dev.sentinelzero.config.FieldDiff;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.runtime.Differences;
import java.util.List;

/** Compares and writes definitions by the keys of the process file. */
final class FieldDifferences implements Differences {
  @Override
  public List<String> between(Definition before, Definition after) {
    return FieldDiff.between(before, after);
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
