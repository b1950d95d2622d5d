package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an apply does to one process.
 *
 * @param name whom
 * @param action what
 * @param differences which fields differ
 * @param reason why a restart is needed, or why nothing is done
 * @param definition the new definition; absent where it is removed
 */
public record Change(
    ProcessName name,
    Action action,
    List<Difference> differences,
    String reason,
    Optional<Definition> definition) {
  /** The paths of the fields that differ. */
  public List<String> fields() {
    return differences.stream().map(Difference::path).toList();
  }

  /** The same for another reason. */
  Change because(String other) {
    return new Change(name, action, differences, other, definition);
  }

  /** What is done. */
  public enum Action {
    /** Nothing. */
    UNTOUCHED,
    /** Changed in place, the run goes on. */
    UPDATE,
    /** The run is ended and followed by one of the new definition. */
    RESTART,
    /** It changes hands or its name's spelling: removed and made anew. */
    RECREATE,
    /** Defined and started. */
    NEW,
    /** Stopped and deleted. */
    REMOVE;

    /** As it is written in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
