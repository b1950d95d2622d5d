package dev.sentinelzero.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that a service manager reads. */
final class ServiceFile {
  private ServiceFile() {}

  /**
   * Its text.
   *
   * @throws ServiceException when it is there and can't be read
   */
  static Optional<String> read(Path file) throws ServiceException {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw trouble("read", file, e);
    }
  }

  /**
   * Writes it aside, syncs it and moves it into place: readers see the old or the new one, whole.
   *
   * @throws ServiceException when it can't be written; the old one is still there
   */
  static void write(Path file, String text) throws ServiceException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      // launchd refuses a file that others may write, systemd warns of one that they can't read.
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw trouble("write", file, e);
    }
  }

  /**
   * Deletes it.
   *
   * @return whether it was there
   * @throws ServiceException when it can't be deleted
   */
  static boolean delete(Path file) throws ServiceException {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw trouble("delete", file, e);
    }
  }

  /**
   * Makes the home and its log folder where they are missing, for us alone: launchd needs the
   * folder before the daemon runs.
   */
  static void prepareHome(Path home) throws ServiceException {
    try {
      Path log = home.resolve("log");
      boolean fresh = !Files.exists(home);
      Files.createDirectories(log);
      if (fresh) {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw trouble("prepare", home, e);
    }
  }

  private static ServiceException trouble(String verb, Path file, IOException e) {
    return new ServiceException(
        ServiceException.Code.FAILED, "can't " + verb + " " + file + ": " + e, "");
  }
}
