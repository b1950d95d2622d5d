package dev.sentinelzero.watching;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * What is not watched: globs that are held against a file's name and against its path within the
 * watched folder. What is in an ignored folder is ignored with it.
 */
final class Ignore {
  private final List<PathMatcher> globs;

  Ignore(List<String> globs) {
    this.globs = globs.stream().map(Ignore::matcher).toList();
  }

  private static PathMatcher matcher(String glob) {
    String folder = glob.length() > 1 && glob.endsWith("/") ? glob.replaceAll("/+$", "") : glob;
    return FileSystems.getDefault().getPathMatcher("glob:" + folder);
  }

  /**
   * Whether it is left out.
   *
   * @param within the path relative to the watched folder
   */
  boolean covers(Path within) {
    for (int length = 1; length <= within.getNameCount(); length++) {
      Path part = within.subpath(0, length);
      if (globs.stream().anyMatch(glob -> glob.matches(part) || glob.matches(part.getFileName()))) {
        return true;
      }
    }
    return false;
  }
}
