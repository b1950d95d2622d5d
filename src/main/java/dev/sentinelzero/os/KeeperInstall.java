package dev.sentinelzero.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Puts the keeper into the home. Its name carries its hash: keepers that run are never overwritten,
 * and an upgrade leaves the old one for the runs that have it.
 */
public final class KeeperInstall {
  private static final int HASH_DIGITS = 16;

  private KeeperInstall() {}

  /**
   * Installs the keeper of this platform, unless it is there already.
   *
   * @param home the daemon's home; {@code bin} is made in it
   * @return the keeper's path
   * @throws IOException with a message for the user when this build has no keeper for this
   *     platform, or it can't be written
   */
  public static Path install(Path home) throws IOException {
    return install(home, Platform.current());
  }

  static Path install(Path home, Platform platform) throws IOException {
    byte[] binary = binary(platform);
    String name = "keeper-" + hash(binary);
    Path folder = Files.createDirectories(home.resolve("bin"));
    Path place = folder.resolve(name);
    if (Files.isExecutable(place) && Arrays.equals(Files.readAllBytes(place), binary)) {
      return place;
    }
    Path aside = folder.resolve(name + ".new-" + ProcessHandle.current().pid());
    Files.deleteIfExists(aside);
    try (FileChannel file =
        FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(binary);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
      file.force(true);
    }
    Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    return place;
  }

  private static byte[] binary(Platform platform) throws IOException {
    String resource = "/keeper/" + platform.directory() + "/keeper";
    try (InputStream found = KeeperInstall.class.getResourceAsStream(resource)) {
      if (found == null) {
        throw new IOException(
            "this build of SentinelZero has no keeper for "
                + platform.directory()
                + "; build it on such a machine (it needs a C compiler: cc)");
      }
      return found.readAllBytes();
    }
  }

  private static String hash(byte[] binary) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(binary);
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
