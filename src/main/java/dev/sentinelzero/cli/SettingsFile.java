package dev.sentinelzero.cli;

import dev.sentinelzero.config.SettingKey;
import dev.sentinelzero.config.SettingsEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code config.yaml} in the home.
 *
 * @param home the home
 */
record SettingsFile(Path home) {
  private static final String OURS_ALONE = "rw-------";

  Path path() {
    return home.resolve("config.yaml");
  }

  /** Its text; empty when there is none. */
  String text() throws IOException {
    return Files.exists(path()) ? Files.readString(path()) : "";
  }

  /**
   * Changes one setting; written aside and moved.
   *
   * @throws dev.sentinelzero.config.ProblemsException when the value is refused
   */
  void set(SettingKey key, String value) throws IOException {
    String changed = SettingsEdit.set(text(), key, value);
    Path aside =
        Files.createTempFile(
            home,
            "config",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OURS_ALONE)));
    Files.writeString(aside, changed);
    Files.move(aside, path(), StandardCopyOption.ATOMIC_MOVE);
  }
}
