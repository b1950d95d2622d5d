package dev.sentinelzero.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the files of one import, within bounds: regular files, not too many, none too large. */
final class SourceFiles {
  static final int LARGEST = 4 << 20;
  static final int MOST = 256;

  /** The most folders that a pattern goes down. */
  static final int DEEPEST = 8;

  private static final int MOST_WALKED = 20_000;
  private static final Set<String> NOT_FILES = Set.of("proc", "sys", "dev");

  private int read;

  /**
   * A file of the import.
   *
   * @param shown as the user knows it
   * @param path absolute path
   */
  record Source(String shown, Path path) {
    Path folder() {
      Path parent = path.getParent();
      return parent == null ? path : parent;
    }

    /** Another file, shown in the same manner. */
    Source beside(Path other) {
      Path own = Path.of(shown).getParent();
      String rest = other.startsWith(folder()) ? folder().relativize(other).toString() : "";
      return rest.isEmpty()
          ? new Source(other.toString(), other)
          : new Source(own == null ? rest : own.resolve(rest).toString(), other);
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws ImportException when it is out of bounds, or can't be read
   */
  byte[] bytes(Source source) {
    if (++read > MOST) {
      throw new ImportException("more than " + MOST + " files belong to this import");
    }
    try {
      Path real = source.path().toRealPath();
      if (real.getNameCount() > 0 && NOT_FILES.contains(real.getName(0).toString())
          || !Files.isRegularFile(real)) {
        throw new ImportException(source.shown() + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(real)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new ImportException(source.shown() + " is larger than 4 MB");
        }
        return bytes;
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new ImportException("there is no file " + source.shown());
    } catch (java.nio.file.AccessDeniedException e) {
      throw new ImportException(source.shown() + " can't be read: permission denied");
    } catch (IOException e) {
      throw new ImportException(source.shown() + " can't be read");
    }
  }

  /**
   * The text of a file, its line ends made {@code \n}.
   *
   * @throws ImportException when it is out of bounds, or no UTF-8 text
   */
  String text(Source source) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(source))).toString();
      if (text.indexOf('\0') >= 0) {
        throw new ImportException(source.shown() + " is not a text");
      }
      return (text.startsWith("\ufeff") ? text.substring(1) : text).replace("\r\n", "\n");
    } catch (CharacterCodingException e) {
      throw new ImportException(source.shown() + " is not a UTF-8 text");
    }
  }

  /**
   * The files that a pattern stands for, sorted. Relative patterns start in the folder; of a
   * pattern with wildcards only what lies below the folder named before them is looked at.
   */
  List<Path> matching(Path folder, String pattern) {
    Path whole = folder.resolve(pattern).normalize();
    if (!hasWildcard(pattern)) {
      return Files.isRegularFile(whole) ? List.of(whole) : List.of();
    }
    Path start = Path.of("/");
    for (Path part : whole) {
      if (hasWildcard(part.toString())) {
        break;
      }
      start = start.resolve(part);
    }
    if (start.getNameCount() == 0 || NOT_FILES.contains(start.getName(0).toString())) {
      throw new ImportException("the pattern " + pattern + " names no folder to start from");
    }
    int depth = Math.min(DEEPEST, whole.getNameCount() - start.getNameCount());
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + whole);
    try (Stream<Path> paths = Files.walk(start, depth, new FileVisitOption[0])) {
      return paths
          .limit(MOST_WALKED)
          .filter(path -> matcher.matches(path) && Files.isRegularFile(path))
          .sorted()
          .limit(MOST + 1L)
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  private static boolean hasWildcard(String text) {
    return text.matches(".*[*?\\[].*");
  }
}
