package dev.sentinelzero.config;

import java.util.Optional;

/** Reads files of other tools into items, with the same bounds as a process file. */
public final class Items {
  private Items() {}

  /**
   * Reads YAML.
   *
   * @param text at most 4 MB
   * @throws ProblemsException when it is not YAML, or out of bounds
   */
  public static Item yaml(String text) {
    Problems problems = new Problems();
    return found(YamlTree.read(text, problems), problems);
  }

  /**
   * Reads JSON as JavaScript understands it: comments, trailing commas, bare keys and single quotes
   * are taken.
   *
   * @param text at most 4 MB
   * @throws ProblemsException when it is not JSON, or out of bounds
   */
  public static Item relaxedJson(String text) {
    Problems problems = new Problems();
    return found(JsonTree.readRelaxed(text, problems), problems);
  }

  private static Item found(Optional<Item> item, Problems problems) {
    problems.throwIfAny();
    return item.orElseThrow(() -> new IllegalStateException("neither read nor refused"));
  }
}
