package dev.sentinelzero.importing;

import dev.sentinelzero.importing.UnitFile.Line;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Limits of a service of systemd. */
final class SystemdLimits {
  private static final Map<String, String> BYTES =
      Map.of(
          "LimitCORE",
          "core",
          "LimitDATA",
          "data",
          "LimitFSIZE",
          "fsize",
          "LimitMEMLOCK",
          "memlock",
          "LimitSTACK",
          "stack",
          "LimitAS",
          "as");

  private SystemdLimits() {}

  /** Whether the limit has a place in a process file. */
  static boolean isKnown(String key) {
    return BYTES.containsKey(key)
        || key.equals("LimitNOFILE")
        || key.equals("LimitNPROC")
        || key.equals("LimitCPU");
  }

  static void read(UnitFile file, ProcessDraft process) {
    BYTES.forEach((key, ours) -> file.last(key).ifPresent(line -> bytes(line, ours, process)));
    file.last("LimitNOFILE").ifPresent(line -> count(line, "open_files", process));
    file.last("LimitNPROC").ifPresent(line -> count(line, "nproc", process));
    file.last("LimitCPU").ifPresent(line -> seconds(line, process));
    file.last("MemoryMax").ifPresent(line -> memory(line, process));
  }

  private static String soft(Line line, ProcessDraft process) {
    int colon = line.value().indexOf(':');
    if (colon < 0) {
      return line.value();
    }
    process.note(line.place(), line.key(), "the soft limit is taken for both");
    return line.value().substring(0, colon);
  }

  private static void bytes(Line line, String ours, ProcessDraft process) {
    String text = soft(line, process);
    if (text.equals("infinity")) {
      process.put("limits." + ours, "unlimited");
    } else if (text.matches("\\d{1,15}[KMGT]?")) {
      process.put("limits." + ours, text);
    } else {
      process.unmapped(line.place(), line.key(), "this is not a size up to terabytes");
    }
  }

  private static void count(Line line, String ours, ProcessDraft process) {
    String text = soft(line, process);
    if (text.equals("infinity") && ours.equals("nproc")) {
      process.put("limits.nproc", "unlimited");
    } else if (text.matches("\\d{1,9}")) {
      process.put("limits." + ours, Long.parseLong(text));
    } else {
      process.unmapped(line.place(), line.key(), "this is not a number");
    }
  }

  private static void seconds(Line line, ProcessDraft process) {
    Optional<Duration> span = UnitWords.span(soft(line, process), line.place());
    if (span.isEmpty()) {
      process.put("limits.cpu_time", "unlimited");
    } else {
      process.put("limits.cpu_time", Math.max(1, span.get().toSeconds()) + "s");
    }
  }

  private static void memory(Line line, ProcessDraft process) {
    if (line.value().matches("\\d{1,15}[KMGT]?")) {
      process.put("limits.memory", line.value());
      process.note(
          line.place(),
          "MemoryMax",
          "it is watched, and followed by a restart; the kernel does not enforce it");
    } else if (!line.value().equals("infinity")) {
      process.unmapped(
          line.place(), "MemoryMax", "this is not a number of bytes with K, M, G or T");
    }
  }
}
