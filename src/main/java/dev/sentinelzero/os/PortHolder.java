package dev.sentinelzero.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Who listens on a TCP port, for messages such as "port 8080 is held by pid 4711, node".
 *
 * @param pid of the process
 * @param command its name, at most 15 characters on Linux
 */
public record PortHolder(long pid, String command) {
  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /**
   * Finds the process; looks through all processes.
   *
   * @param port 1 to 65535
   * @return empty when nobody listens, or it is another user's process that we may not look into
   */
  public static Optional<PortHolder> of(int port) {
    return Platform.current().isLinux() ? onLinux(port) : onMacos(port);
  }

  private static Optional<PortHolder> onLinux(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        String[] fields = line.strip().split(" +");
        boolean listens = fields.length > INODE && fields[STATE].equals(LISTENING);
        if (listens && fields[LOCAL].endsWith(":%04X".formatted(port))) {
          sockets.add("socket:[" + fields[INODE] + "]");
        }
      }
    }
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessSource.current().all().stream()
            .map(ProcessEntry::pid)
            .filter(pid -> hasOpen(pid, sockets))
            .findFirst()
            .map(pid -> new PortHolder(pid, command(pid)));
  }

  private static boolean hasOpen(long pid, Set<String> sockets) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // gone, or not ours to look into
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String command(long pid) {
    List<String> lines = lines(Path.of("/proc/" + pid + "/comm"));
    return lines.isEmpty() ? "?" : lines.getFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Fields of lsof, one a line, each behind its letter: p for the pid, c for the command. */
  private static Optional<PortHolder> onMacos(int port) {
    String listener = String.format(Locale.ROOT, "-iTCP:%d", port);
    try {
      Process lsof =
          new ProcessBuilder("/usr/sbin/lsof", "-nP", listener, "-sTCP:LISTEN", "-Fpc")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!lsof.waitFor(5, TimeUnit.SECONDS)) {
        lsof.destroyForcibly();
      }
      return fromLsof(text);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static Optional<PortHolder> fromLsof(String text) {
    String pid = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("p")) {
        pid = line.substring(1);
      } else if (line.startsWith("c") && pid.matches("[0-9]{1,10}")) {
        return Optional.of(new PortHolder(Long.parseLong(pid), line.substring(1)));
      }
    }
    return Optional.empty();
  }
}
