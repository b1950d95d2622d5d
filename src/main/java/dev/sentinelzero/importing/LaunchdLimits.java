package dev.sentinelzero.importing;

import java.util.Map;

/** Resource limits of a job of launchd. */
final class LaunchdLimits {
  private static final Map<String, String> OURS =
      Map.of(
          "NumberOfFiles", "open_files",
          "NumberOfProcesses", "nproc",
          "CPU", "cpu_time",
          "Core", "core",
          "Data", "data",
          "FileSize", "fsize",
          "MemoryLock", "memlock",
          "Stack", "stack");

  private LaunchdLimits() {}

  static void read(Plist plist, ProcessDraft process) {
    plist.map("SoftResourceLimits").ifPresent(soft -> limits(soft, "SoftResourceLimits.", process));
    plist
        .map("HardResourceLimits")
        .ifPresent(
            hard -> {
              for (String key : hard.keys()) {
                boolean isSoft =
                    plist.map("SoftResourceLimits").filter(soft -> soft.has(key)).isPresent();
                if (isSoft) {
                  process.note(
                      hard.place("HardResourceLimits"),
                      "HardResourceLimits." + key,
                      "the soft limit is taken for both");
                } else {
                  one(hard, key, "HardResourceLimits.", process);
                }
              }
            });
  }

  private static void limits(Plist limits, String prefix, ProcessDraft process) {
    for (String key : limits.keys()) {
      one(limits, key, prefix, process);
    }
  }

  private static void one(Plist limits, String key, String prefix, ProcessDraft process) {
    String ours = OURS.getOrDefault(key, "");
    long value = limits.number(key).orElse(-1L);
    boolean counted = !key.equals("Core") && value == 0;
    if (ours.isEmpty() || value < 0 || counted) {
      process.unmapped(limits.place(key), prefix + key, "it has no counterpart");
    } else if (key.equals("CPU")) {
      process.put("limits.cpu_time", value + "s");
    } else {
      process.put("limits." + ours, value);
    }
  }
}
