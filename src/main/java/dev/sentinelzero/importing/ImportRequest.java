package dev.sentinelzero.importing;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be imported.
 *
 * @param inputs the files, at least one
 * @param target absolute folder that the process file will lie in
 * @param choices what the user chose
 */
public record ImportRequest(List<Input> inputs, Path target, Choices choices) {
  /**
   * A file.
   *
   * @param shown as the user named it
   * @param path absolute path, its symbolic links resolved up to the last name
   */
  public record Input(String shown, Path path) {}
}
