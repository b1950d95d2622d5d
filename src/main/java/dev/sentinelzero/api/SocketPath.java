package dev.sentinelzero.api;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the control socket of a home is: in the home, or, where that path is too long for the
 * system, in a folder of ours for temporary files. Daemon and CLI follow the same rule.
 */
public final class SocketPath {
  /** The longest path in bytes that every supported system takes (macOS: 104 with the end mark). */
  public static final int LONGEST = 100;

  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private SocketPath() {}

  /**
   * The places where the socket can be, best first: the daemon binds the first, a client takes the
   * first that exists.
   *
   * @param home the home; need not exist
   * @param temporary the folder for temporary files ({@code TMPDIR}), or null for {@code /tmp}
   */
  public static List<Path> candidates(Path home, @Nullable String temporary) {
    Path direct = home.toAbsolutePath().resolve("control.sock");
    if (fits(direct)) {
      return List.of(direct);
    }
    String name = "sentinelzero-" + new UnixSystem().getUid() + "/" + key(home) + ".sock";
    Set<Path> places = new LinkedHashSet<>();
    for (String folder : new String[] {temporary, "/tmp"}) {
      if (folder != null && folder.startsWith("/") && fits(Path.of(folder, name))) {
        places.add(Path.of(folder, name));
      }
    }
    return List.copyOf(places);
  }

  /**
   * Makes the folder of a socket where it is missing, with mode 0700, and checks it.
   *
   * @throws IOException when it can't be made, or isn't ours alone
   */
  public static void prepareFolder(Path socket) throws IOException {
    Path folder = folder(socket);
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
    }
    checkFolder(socket);
  }

  /**
   * Checks that nobody else can have put the socket where it is: its folder is a real folder, ours,
   * with mode 0700.
   *
   * @throws IOException with a message for the user when it isn't
   */
  public static void checkFolder(Path socket) throws IOException {
    Path folder = folder(socket);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder");
    }
    Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    long uid = new UnixSystem().getUid();
    if (!(owner instanceof Integer number) || number != uid) {
      throw new IOException(folder + " belongs to user " + owner + ", not to user " + uid);
    }
    Set<PosixFilePermission> mode =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (!OURS_ALONE.containsAll(mode)) {
      throw new IOException(
          folder
              + " is open to others ("
              + PosixFilePermissions.toString(mode)
              + "); chmod 700 it");
    }
  }

  private static Path folder(Path socket) {
    Path parent = socket.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  private static String key(Path home) {
    try {
      Path real = Files.exists(home) ? home.toRealPath() : home.toAbsolutePath().normalize();
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(real.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("the home " + home + " can't be named", e);
    }
  }
}
