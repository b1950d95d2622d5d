package dev.sentinelzero.os;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a kernel tells about its processes. */
interface ProcessSource {
  /** The name of the variable that every process of a run inherits, with its equals sign. */
  String RUN_ID = "SENTINELZERO_RUN_ID=";

  /** All processes, zombies included, as far as we may see them. */
  List<ProcessEntry> all();

  /** One process; empty when there is none of this pid. */
  Optional<ProcessEntry> one(long pid);

  /** The run id in the environment that a process was started with; empty when unreadable. */
  Optional<String> runId(long pid);

  /** How many descriptors a process has open; empty when unreadable. */
  Optional<Integer> openFiles(long pid);

  /** Id of this boot of the machine. */
  String boot();

  /** The pid namespace that pids are valid in. */
  String namespace();

  /** That of this system. */
  static ProcessSource current() {
    return Holder.CURRENT;
  }

  /** Reads the run id out of a NUL-separated environment. */
  static Optional<String> runIdIn(byte[] environment) {
    String text = '\0' + new String(environment, StandardCharsets.ISO_8859_1) + '\0';
    int at = text.indexOf('\0' + RUN_ID);
    if (at < 0) {
      return Optional.empty();
    }
    int begin = at + 1 + RUN_ID.length();
    return Optional.of(text.substring(begin, text.indexOf('\0', begin)));
  }

  /** Made on first use. */
  final class Holder {
    private static final ProcessSource CURRENT =
        Platform.current().isLinux() ? new LinuxProcesses() : new MacProcesses();

    private Holder() {}
  }
}
