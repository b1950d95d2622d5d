package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import java.util.List;

/** Compares definitions field by field, and writes them down. */
public interface Differences {
  /** The fields that differ, in the words of the process file. */
  List<Difference> between(Definition before, Definition after);

  /** Those of the fields that a running process can take on only by a new run. */
  List<String> needingRestart(List<String> fields);

  /** A definition in the words of the process file, as JSON; secrets are references. */
  String written(Definition definition);
}
