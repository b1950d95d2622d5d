package dev.sentinelzero.importing;

import dev.sentinelzero.process.Signal;
import java.util.ArrayList;
import java.util.List;

/** When launchd starts a job again. */
final class LaunchdRestart {
  private static final long USUAL_THROTTLE = 10;

  private LaunchdRestart() {}

  static void read(Plist plist, ProcessDraft process, boolean scheduled) {
    boolean onDemand = plist.flag("OnDemand").orElse(true);
    if (plist.flag("KeepAlive").orElse(!onDemand) && !plist.map("KeepAlive").isPresent()) {
      restart(plist, process, "always");
      if (scheduled) {
        process.note(
            plist.place("KeepAlive"),
            "KeepAlive",
            "a scheduled run that ends is followed by another at once");
      }
    } else if (plist.map("KeepAlive").isPresent()) {
      conditions(plist, plist.map("KeepAlive").get(), process);
    } else {
      process.put("restart", "never");
      if (!scheduled && !plist.flag("RunAtLoad").orElse(false)) {
        process.note(
            plist.place("Label"),
            "RunAtLoad",
            "launchd starts it on demand only; here it is started when it is applied");
      }
    }
  }

  private static void restart(Plist plist, ProcessDraft process, String word) {
    String throttle = plist.number("ThrottleInterval").orElse(USUAL_THROTTLE) + "s";
    process.put("restart.restart", word).put("restart.max_retries", -1);
    process.put("restart.delay", throttle).put("restart.backoff", 1);
    if (!throttle.equals("0s")) {
      process.put("restart.immediate_after", throttle);
    }
  }

  private static void conditions(Plist plist, Plist keepAlive, ProcessDraft process) {
    boolean kept = false;
    for (String key : keepAlive.keys()) {
      boolean value = keepAlive.flag(key).orElse(false);
      switch (key) {
        case "SuccessfulExit" -> {
          restart(plist, process, value ? "always" : "on-failure");
          if (value) {
            process.put("restart.never_on", failures());
          }
          kept = true;
        }
        case "Crashed" -> kept |= crashed(plist, process, value, kept);
        default ->
            process.unmapped(
                keepAlive.place(key), "KeepAlive." + key, "only the exit decides about a restart");
      }
    }
    if (!kept) {
      process.put("restart", "never");
    }
  }

  private static boolean crashed(Plist plist, ProcessDraft process, boolean value, boolean kept) {
    if (kept) {
      process.note(
          plist.place("Crashed"),
          "KeepAlive.Crashed",
          "goes with SuccessfulExit, which decides alone here");
      return true;
    }
    restart(plist, process, value ? "on-failure" : "always");
    process.put(value ? "restart.restart_on" : "restart.never_on", signals());
    return true;
  }

  private static List<String> signals() {
    return Signal.NAMES.stream()
        .filter(
            name ->
                List.of("QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "SEGV", "SYS", "XCPU", "XFSZ")
                    .contains(name))
        .map(name -> "SIG" + name)
        .toList();
  }

  private static List<String> failures() {
    List<String> all = new ArrayList<>(List.of("1-255", "spawn"));
    Signal.NAMES.forEach(name -> all.add("SIG" + name));
    return all;
  }
}
