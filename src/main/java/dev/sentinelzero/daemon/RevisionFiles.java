package dev.sentinelzero.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Revision;
import dev.sentinelzero.runtime.Revisions;
import dev.sentinelzero.runtime.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions as files {@code PROJECT/NUMBER.json}, for the owner's eyes only. Each is written aside,
 * synced and moved into place; the newest 100 of a project stay.
 */
final class RevisionFiles implements Revisions {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionFiles.class);
  static final int MOST = 100;
  private static final String END = ".json";
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;

  /** Keeps revisions in a folder, which is made when the first one is. */
  RevisionFiles(Path root) {
    this.root = root;
  }

  /** Names that differ in case only are one folder on some disks, and so they are everywhere. */
  private Path folder(String project) {
    return root.resolve(project.toLowerCase(Locale.ROOT));
  }

  private Path file(String project, int number) {
    return folder(project).resolve(number + END);
  }

  @Override
  public Set<String> projects() {
    Set<String> projects = new TreeSet<>();
    all(Optional.empty()).revisions().forEach(revision -> projects.add(revision.project()));
    return projects;
  }

  @Override
  public Kept all(Optional<String> project) {
    List<Revision> revisions = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (Path folder : project.map(name -> List.of(folder(name))).orElseGet(this::folders)) {
      for (int number : numbers(folder).reversed()) {
        Path file = folder.resolve(number + END);
        try {
          revisions.add(head(file));
        } catch (IOException e) {
          LOG.warn("{} is damaged and left out: {}", file, e.getMessage());
          damaged.add(file.toString());
        }
      }
    }
    return new Kept(List.copyOf(revisions), List.copyOf(damaged));
  }

  private List<Path> folders() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      LOG.warn("{} can't be listed: {}", root, e.toString());
      return List.of();
    }
  }

  /** Numbers of the revisions that are there, damaged ones too, smallest first. */
  private static List<Integer> numbers(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Integer> numbers = new ArrayList<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[1-9]\\d{0,8}\\.json"))
          .forEach(
              name ->
                  numbers.add(Integer.valueOf(name.substring(0, name.length() - END.length()))));
      Collections.sort(numbers);
      return numbers;
    } catch (IOException e) {
      LOG.warn("{} can't be listed: {}", folder, e.toString());
      return List.of();
    }
  }

  private static Revision head(Path file) throws IOException {
    if (!isWhole(file)) {
      throw new IOException("its end is missing");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return RevisionCodec.readHead(in);
    }
  }

  /** Reads no more than the end, where a file that was cut off shows. */
  private static boolean isWhole(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer end = ByteBuffer.allocate(3);
      channel.read(end, Math.max(0, channel.size() - end.capacity()));
      return new String(end.array(), UTF_8).equals("}}\n");
    }
  }

  @Override
  public int next(String project) {
    List<Integer> numbers = numbers(folder(project));
    return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
  }

  @Override
  public void keep(Revision revision, Snapshot after) throws IOException {
    Path folder = folder(revision.project());
    Files.createDirectories(folder, FOLDER);
    Path file = file(revision.project(), revision.number());
    Path aside = folder.resolve(revision.number() + ".new");
    try {
      Files.deleteIfExists(aside);
      write(aside, RevisionCodec.write(revision, after));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      sync(folder);
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
    forgetOldest(folder);
  }

  private static void write(Path aside, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void forgetOldest(Path folder) {
    List<Integer> numbers = numbers(folder);
    for (int number : numbers.subList(0, Math.max(0, numbers.size() - MOST))) {
      delete(folder.resolve(number + END));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} can't be deleted: {}", file, e.toString());
    }
  }

  @Override
  public void drop(Revision revision) {
    delete(file(revision.project(), revision.number()));
  }

  @Override
  public Snapshot snapshot(String project, int number) throws RefusedException {
    Path file = file(project, number);
    if (number < 1 || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND,
          "project '" + project + "' has no revision " + number,
          "sentinelzero config revisions shows all; the newest " + MOST + " are kept");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return RevisionCodec.readSnapshot(in);
    } catch (IOException e) {
      throw new RefusedException(
          RefusedException.Kind.UNAVAILABLE,
          "revision " + number + " in " + file + " is damaged: " + e.getMessage(),
          "choose another one; sentinelzero config revisions shows all");
    }
  }
}
