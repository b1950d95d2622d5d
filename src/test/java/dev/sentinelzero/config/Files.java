package dev.sentinelzero.config;

import dev.sentinelzero.process.ProcessSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads process files in tests, as if they lay in /srv/shop. */
final class Files {
  static final Map<String, String> VARIABLES =
      Map.of("HOME", "/home/me", "PATH", "/usr/bin", "EMPTY", "", "PORT", "3000");

  private Files() {}

  static Source in(String folder) {
    return new Source(
        Path.of(folder), name -> Optional.ofNullable(VARIABLES.get(name)), Optional.empty());
  }

  static Document read(String text) {
    return ProcessFile.read(text, in("/srv/shop"));
  }

  static ProcessSpec process(String text) {
    return read(text).processes().getFirst().spec();
  }

  /** What is wrong with the file, as lines such as {@code 3:5: path: message}. */
  static List<String> problems(String text) {
    try {
      read(text);
      return List.of();
    } catch (ProblemsException e) {
      return e.problems().stream().map(problem -> problem.describe("f")).toList();
    }
  }
}
