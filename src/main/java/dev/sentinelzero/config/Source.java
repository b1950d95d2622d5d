package dev.sentinelzero.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a process file is read against.
 *
 * @param folder absolute folder of the file, its symbolic links resolved; relative paths start here
 * @param variables of whoever applies the file, for {@code ${NAME}}
 * @param defaultProject the project of a file that names none; else the folder's name
 */
public record Source(
    Path folder, Function<String, Optional<String>> variables, Optional<String> defaultProject) {

  /**
   * Makes a path of the file absolute. Leading {@code ..} are taken off the folder, which is exact
   * because its links are resolved; later ones are left, since they may follow a link.
   */
  String absolute(String path) {
    if (path.startsWith("/")) {
      return path;
    }
    Path base = folder;
    String rest = path;
    while (rest.equals(".")
        || rest.equals("..")
        || rest.startsWith("./")
        || rest.startsWith("../")) {
      boolean up = rest.startsWith("..");
      base = up && base.getParent() != null ? base.getParent() : base;
      rest = rest.substring(up ? 2 : 1).replaceFirst("^/+", "");
    }
    return rest.isEmpty() ? base.toString() : base + (base.getParent() == null ? "" : "/") + rest;
  }

  /** The project of a file that names none, made a valid name. */
  String project() {
    Path last = folder.getFileName();
    String name = defaultProject.orElse(last == null ? "" : last.toString());
    String valid = name.replaceAll("[^A-Za-z0-9_.@-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return valid.isEmpty() ? "project" : valid.substring(0, Math.min(128, valid.length()));
  }
}
