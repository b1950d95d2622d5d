package dev.sentinelzero.watching;

import dev.sentinelzero.process.ProcessName;
import java.nio.file.Path;

/**
 * One watched path of one process. Two are the same only if they are the same object.
 *
 * <p>A plain class and no record: it is a key, and two processes may watch the same path.
 */
final class Tree {
  private final ProcessName process;
  private final Path path;
  private final Ignore ignore;

  Tree(ProcessName process, Path path, Ignore ignore) {
    this.process = process;
    this.path = path.normalize();
    this.ignore = ignore;
  }

  ProcessName process() {
    return process;
  }

  /** A file or a folder, absolute; it may not exist. */
  Path path() {
    return path;
  }

  boolean ignores(Path within) {
    return ignore.covers(within);
  }

  /** How a file of it is called in messages. */
  String shown(Path within) {
    Path name = path.getFileName() == null ? path : path.getFileName();
    return name.resolve(within).toString();
  }

  String shown() {
    return shown(Path.of(""));
  }
}
