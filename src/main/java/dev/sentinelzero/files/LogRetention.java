package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Compresses closed segments and bounds how many are kept. A segment is closed when a later one of
 * its run is there or its run is not live; an open one is never touched.
 *
 * <p>Only one thread at a time may use it on the same folder. After a crash at any moment the next
 * call finishes the work: a compressed file gets its name when it is whole and synced, and only
 * then the plain one goes; of a segment that is deleted the index goes last.
 */
public final class LogRetention {
  private final Path logs;

  /**
   * The bounds of one process.
   *
   * @param maxSegmentBytes at which size a segment is closed; for the keeper, not looked at here
   * @param keep how many closed segments are kept over all runs; 0 or more
   * @param maxAge how long closed segments are kept after they were last written to; zero: for ever
   * @param compress whether closed segments are compressed
   */
  public record Limits(long maxSegmentBytes, int keep, Duration maxAge, boolean compress) {
    /** Checks that nothing is negative. */
    public Limits {
      if (maxSegmentBytes <= 0 || keep < 0 || maxAge.isNegative()) {
        throw new IllegalArgumentException("bounds of a log are never negative");
      }
    }
  }

  /**
   * What was done.
   *
   * @param compressed how many segments were compressed
   * @param deleted how many segments were deleted
   * @param freedBytes how many bytes fewer there are on disk
   */
  public record Sweep(int compressed, int deleted, long freedBytes) {}

  private record Closed(RunFolder folder, int segment, Instant changed) {
    static final Comparator<Closed> BY_RUN =
        Comparator.comparing((Closed closed) -> closed.folder.run())
            .thenComparingInt(Closed::segment);
    static final Comparator<Closed> BY_AGE =
        Comparator.comparing(Closed::changed).thenComparing(BY_RUN);
  }

  /**
   * Works on logs.
   *
   * @param logsDirectory the folder {@code logs} of the home
   */
  public LogRetention(Path logsDirectory) {
    this.logs = logsDirectory;
  }

  /**
   * Enforces the bounds of a process: deletes what is too much or too old, then compresses, then
   * removes folders that became empty.
   *
   * @param live the runs to which a keeper writes, is about to, or may yet be made to
   * @throws IOException when a file can't be compressed (a full disk) or deleted; what is on disk
   *     is whole nevertheless
   */
  public Sweep sweep(ProcessName name, Limits limits, Set<RunId> live, Instant now)
      throws IOException {
    Path process = logs.resolve(name.directory());
    List<Closed> closed = new ArrayList<>(closed(process, live));
    closed.sort(Closed.BY_RUN);
    List<Closed> kept = new ArrayList<>();
    int deleted = 0;
    long freed = 0;
    for (int index = 0; index < closed.size(); index++) {
      Closed each = closed.get(index);
      boolean tooMany = closed.size() - index > limits.keep();
      boolean tooOld =
          !limits.maxAge().isZero() && each.changed().isBefore(now.minus(limits.maxAge()));
      if (tooMany || tooOld) {
        freed += delete(each);
        deleted++;
      } else {
        kept.add(each);
      }
    }
    removeEmpty(process, live);
    int compressed = 0;
    if (limits.compress()) {
      for (Closed each : kept) {
        SegmentCompressor.Outcome outcome =
            SegmentCompressor.compress(each.folder(), each.segment());
        compressed += outcome.files() > 0 ? 1 : 0;
        freed += outcome.freedBytes();
      }
    }
    return new Sweep(compressed, deleted, freed);
  }

  /**
   * How many bytes the logs of all processes take.
   *
   * @throws IOException when a folder can't be read
   */
  public long totalBytes() throws IOException {
    long total = 0;
    for (String process : RunFolder.names(logs)) {
      for (RunId run : RunFolder.runs(logs.resolve(process))) {
        Path folder = logs.resolve(process).resolve(run.value());
        for (String file : RunFolder.names(folder)) {
          total += size(folder.resolve(file));
        }
      }
    }
    return total;
  }

  /**
   * Deletes closed segments, those first that were not written to for longest, until the logs of
   * all processes take no more than this, or only open segments are left.
   *
   * @param bytes the bound of {@link #totalBytes}
   * @param live the runs to which a keeper writes, is about to, or may yet be made to
   * @throws IOException when a file can't be deleted
   */
  public Sweep shrinkTo(long bytes, Set<RunId> live) throws IOException {
    long total = totalBytes();
    if (total <= bytes) {
      return new Sweep(0, 0, 0);
    }
    List<Closed> oldest = new ArrayList<>();
    for (String process : RunFolder.names(logs)) {
      oldest.addAll(closed(logs.resolve(process), live));
    }
    oldest.sort(Closed.BY_AGE);
    int deleted = 0;
    long freed = 0;
    for (Closed each : oldest) {
      if (total - freed <= bytes) {
        break;
      }
      freed += delete(each);
      deleted++;
    }
    for (String process : RunFolder.names(logs)) {
      removeEmpty(logs.resolve(process), live);
    }
    return new Sweep(0, deleted, freed);
  }

  private static List<Closed> closed(Path process, Set<RunId> live) throws IOException {
    List<Closed> closed = new ArrayList<>();
    for (RunId run : RunFolder.runs(process)) {
      RunFolder folder = new RunFolder(process.resolve(run.value()), run);
      List<Integer> segments = folder.segments();
      for (int segment : segments) {
        if (segment != segments.getLast() || !live.contains(run)) {
          closed.add(new Closed(folder, segment, SegmentReader.changed(folder, segment)));
        }
      }
    }
    return closed;
  }

  // The index last: data without an index would be shown in the wrong order meanwhile.
  private static long delete(Closed closed) throws IOException {
    RunFolder folder = closed.folder();
    long freed = 0;
    for (Stream stream : Stream.values()) {
      // Compressed first: while the plain file is there it is the one that counts.
      for (Path file :
          List.of(
              folder.compressing(closed.segment(), stream),
              folder.compressed(closed.segment(), stream),
              folder.plain(closed.segment(), stream))) {
        freed += remove(file);
      }
    }
    return freed + remove(folder.index(closed.segment()));
  }

  private static void removeEmpty(Path process, Set<RunId> live) throws IOException {
    for (RunId run : RunFolder.runs(process)) {
      RunFolder folder = new RunFolder(process.resolve(run.value()), run);
      if (live.contains(run) || !folder.segments().isEmpty()) {
        continue;
      }
      for (String left : RunFolder.names(folder.path())) {
        if (left.endsWith(".gz.new")) {
          remove(folder.path().resolve(left));
        }
      }
      try {
        Files.deleteIfExists(folder.path());
      } catch (DirectoryNotEmptyException e) {
        // Somebody else's files: not ours to remove.
      }
    }
  }

  /** Deletes a file if it is there, and tells how large it was. */
  static long remove(Path file) throws IOException {
    long size = size(file);
    return Files.deleteIfExists(file) ? size : 0;
  }

  static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
