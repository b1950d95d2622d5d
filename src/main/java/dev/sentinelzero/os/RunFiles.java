package dev.sentinelzero.os;

import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one run directory, as docs/keeper.md describes them. A file that is missing, not
 * finished or not understood is empty here: never an error, and never deleted.
 */
record RunFiles(Path directory) {
  private static final int MOST = 1024;
  private static final Set<String> NAMES =
      Set.of(
          LaunchRecord.FILE,
          "events",
          "claim",
          "out",
          "err",
          "leader",
          "leader.new",
          "exit",
          "stopping",
          "stopping.new");

  /** The leader and when it was forked. */
  record Leader(Identity identity, Instant forked) {}

  /** A valid exit, and whether descendants were alive when it was written. */
  record Ended(ExitReport report, boolean leftovers) {}

  /** What became of the right to run this. */
  enum Claim {
    /** Nobody had it, and from now on nobody can. */
    TAKEN_BY_US,
    /** A living keeper holds it. */
    HELD,
    /** It is there, and its keeper isn't. */
    FREE
  }

  Path events() {
    return directory.resolve("events");
  }

  /**
   * The FIFO of a stream.
   *
   * @param stream {@code out} or {@code err}
   */
  Path output(String stream) {
    return directory.resolve(stream);
  }

  /** Whether a keeper has said how the run ended, and that nothing is left of it. */
  boolean isConcluded() {
    return exit().filter(ended -> !ended.leftovers()).isPresent();
  }

  Optional<Identity> keeper() {
    return line("claim").flatMap(RunText::identity);
  }

  Optional<Leader> leader() {
    return line("leader").flatMap(RunText::leader);
  }

  /** Whether a file of this name in a run directory is one of those that docs/keeper.md lists. */
  static boolean isOurs(String name) {
    return name.startsWith("claim.") || NAMES.contains(name);
  }

  /** Whether there is such a file, though it may make no sense. */
  boolean hasLeaderFile() {
    return Files.exists(directory.resolve("leader"));
  }

  Optional<Ended> exit() {
    return Descriptors.contents(directory.resolve("exit"), MOST)
        .filter(bytes -> bytes.length == RunText.EXIT_BYTES)
        .flatMap(RunText::line)
        .flatMap(RunText::exit);
  }

  /** What was to follow the stop that was under way. */
  Optional<State.Then> stopping() {
    return line("stopping").flatMap(text -> RunText.then(text, this::exit));
  }

  private Optional<String> line(String name) {
    return Descriptors.contents(directory.resolve(name), MOST).flatMap(RunText::line);
  }

  /** Whether a keeper is alive that holds the claim. */
  boolean isHeld() {
    int descriptor = Descriptors.open(directory.resolve("claim"), Descriptors.READ);
    if (descriptor < 0) {
      return false;
    }
    try {
      return Descriptors.lockHolder(descriptor) > 0;
    } finally {
      Descriptors.close(descriptor);
    }
  }

  /** Takes the claim if nobody had it: then no keeper will ever run this. */
  Claim claim() {
    int flags = Descriptors.WRITE | Descriptors.CREATE | Descriptors.EXCLUSIVE;
    int descriptor = Descriptors.open(directory.resolve("claim"), flags);
    if (descriptor >= 0) {
      Descriptors.close(descriptor);
      return Claim.TAKEN_BY_US;
    }
    return isHeld() ? Claim.HELD : Claim.FREE;
  }

  void writeStopping(Launcher.Stop stop) throws IOException {
    Path aside = directory.resolve("stopping.new");
    byte[] text = RunText.stopping(stop).getBytes(StandardCharsets.US_ASCII);
    try (FileChannel file =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text));
      file.force(true);
    }
    Files.move(aside, directory.resolve("stopping"), StandardCopyOption.ATOMIC_MOVE);
  }
}
