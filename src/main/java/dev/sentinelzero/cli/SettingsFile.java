package dev.sentinelzero.cli;

import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.SettingKey;
import dev.sentinelzero.config.SettingsEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/**
 * {@code config.yaml} in the home.
 *
 * @param home the home
 */
record SettingsFile(Path home) {
  private static final String OURS_ALONE = "rw-------";
  private static final String FOLDER_OURS_ALONE = "rwx------";

  Path path() {
    return home.resolve("config.yaml");
  }

  /** Its text; empty when there is none. */
  String text() throws IOException {
    return Files.exists(path()) ? Files.readString(path()) : "";
  }

  /**
   * The settings as the file and the variables make them.
   *
   * @throws Failure with all that is wrong with them
   */
  DaemonSettings read(Call call) throws IOException {
    try {
      return DaemonSettings.read(text(), call.surroundings().environment());
    } catch (ProblemsException e) {
      String file = path().toString();
      throw Failure.usage(
          e.problems().stream()
              .map(problem -> Visible.of(problem.describe(file)))
              .collect(Collectors.joining("\n")),
          "the daemon won't start with these settings; mend them");
    }
  }

  /**
   * Changes one setting; written aside and moved.
   *
   * @throws dev.sentinelzero.config.ProblemsException when the value is refused
   */
  void set(SettingKey key, String value) throws IOException {
    String changed = SettingsEdit.set(text(), key, value);
    Files.createDirectories(
        home,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER_OURS_ALONE)));
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
