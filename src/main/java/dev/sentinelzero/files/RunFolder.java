package dev.sentinelzero.files;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder that holds the log of one run, and the names of the files in it.
 *
 * @param path the folder
 * @param run whose it is
 */
record RunFolder(Path path, RunId run) {
  private static final Pattern SEGMENT_FILE =
      Pattern.compile("([0-9]{6,9})\\.(?:idx|(?:out|err)(?:\\.gz)?)");

  static RunFolder of(Path logs, ProcessName name, RunId run) {
    return new RunFolder(logs.resolve(name.directory()).resolve(run.value()), run);
  }

  /** The runs that have a folder below this one, oldest first. */
  static List<RunId> runs(Path processFolder) throws IOException {
    List<RunId> runs = new ArrayList<>();
    for (String name : names(processFolder)) {
      if (RunId.isValid(name)) {
        runs.add(new RunId(name));
      }
    }
    Collections.sort(runs);
    return runs;
  }

  /** The numbers of the segments of which any file is there, ascending. */
  List<Integer> segments() throws IOException {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String name : names(path)) {
      Matcher file = SEGMENT_FILE.matcher(name);
      if (file.matches()) {
        numbers.add(Integer.valueOf(file.group(1)));
      }
    }
    return List.copyOf(numbers);
  }

  Path index(int segment) {
    return file(segment, "idx");
  }

  Path plain(int segment, Stream stream) {
    return file(segment, stream.extension());
  }

  Path compressed(int segment, Stream stream) {
    return file(segment, stream.extension() + ".gz");
  }

  /** Where a compressed file is written until it is whole. */
  Path compressing(int segment, Stream stream) {
    return file(segment, stream.extension() + ".gz.new");
  }

  private Path file(int segment, String extension) {
    String digits = Integer.toString(segment);
    return path.resolve("0".repeat(Math.max(0, 6 - digits.length())) + digits + "." + extension);
  }

  /** The names in a folder; none when it is not there (any more). */
  static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
