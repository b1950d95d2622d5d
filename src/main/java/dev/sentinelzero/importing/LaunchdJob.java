package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One job of launchd. */
final class LaunchdJob {
  private static final long USUAL_EXIT_TIME = 20;

  private static final Set<String> READ =
      Set.of(
          "Label",
          "Program",
          "ProgramArguments",
          "EnvironmentVariables",
          "WorkingDirectory",
          "KeepAlive",
          "OnDemand",
          "RunAtLoad",
          "StartInterval",
          "StartCalendarInterval",
          "StandardInPath",
          "UserName",
          "GroupName",
          "Umask",
          "Nice",
          "SoftResourceLimits",
          "HardResourceLimits",
          "ThrottleInterval",
          "ExitTimeOut",
          "WatchPaths",
          "AbandonProcessGroup");

  private final Plist plist;
  private final Session session;
  private final ProcessDraft process;

  LaunchdJob(Plist plist, Session session) {
    this.plist = plist;
    this.session = session;
    this.process = session.draft().loose();
  }

  /** Adds the job's process, once for each schedule. */
  void add() {
    command();
    plist.map("EnvironmentVariables").ifPresent(this::environment);
    process.put("directory", plist.text("WorkingDirectory").map(Texts::literal).orElse("/"));
    plist.text("StandardInPath").ifPresent(path -> process.put("stdin", Texts.literal(path)));
    List<ObjectNode> schedules = schedules();
    LaunchdRestart.read(plist, process, !schedules.isEmpty());
    stop();
    user();
    plist.number("Nice").ifPresent(nice -> process.put("limits.nice", nice));
    LaunchdLimits.read(plist, process);
    watch();
    others();
    String label =
        plist.text("Label").orElseThrow(() -> new ImportException(plist.shown() + " has no Label"));
    if (schedules.isEmpty()) {
      session.draft().add(label, plist.place("Label"), process);
    }
    for (ObjectNode schedule : schedules) {
      ProcessDraft one = process.copy();
      session.draft().add(label, plist.place("Label"), one.put("schedule", schedule));
    }
  }

  private void command() {
    List<String> arguments = plist.texts("ProgramArguments");
    String program = plist.text("Program").orElse("");
    if (program.isEmpty() && arguments.isEmpty()) {
      throw new ImportException(plist.shown() + " has neither Program nor ProgramArguments");
    }
    List<String> words = new ArrayList<>(arguments.isEmpty() ? List.of(program) : arguments);
    if (!program.isEmpty() && !words.getFirst().equals(program)) {
      words.set(0, program);
      process.note(
          plist.place("Program"),
          "Program",
          "the command's own name takes the place of the first of ProgramArguments");
    }
    process.command(words);
  }

  private void environment(Plist variables) {
    for (String name : variables.keys()) {
      variables
          .text(name)
          .ifPresentOrElse(
              value -> process.variable(name, value),
              () ->
                  process.unmapped(
                      variables.place(name), "EnvironmentVariables", name + " is not a text"));
    }
  }

  private List<ObjectNode> schedules() {
    List<ObjectNode> schedules = new ArrayList<>();
    List<String> crons = new ArrayList<>();
    for (Plist times : plist.maps("StartCalendarInterval")) {
      crons.add(
          String.join(
              " ",
              field(times, "Minute"),
              field(times, "Hour"),
              field(times, "Day"),
              field(times, "Month"),
              field(times, "Weekday")));
      for (String key : times.keys()) {
        if (!Set.of("Minute", "Hour", "Day", "Month", "Weekday").contains(key)) {
          process.unmapped(
              times.place(key), "StartCalendarInterval." + key, "launchd has no such key");
        }
      }
    }
    for (String cron : Cron.combined(crons)) {
      schedules.add(schedule("latest").put("cron", cron));
    }
    plist
        .number("StartInterval")
        .filter(seconds -> seconds > 0)
        .ifPresent(seconds -> schedules.add(schedule("skip").put("every", seconds + "s")));
    if (schedules.size() > 1) {
      process.note(
          plist.place(crons.isEmpty() ? "StartInterval" : "StartCalendarInterval"),
          "StartCalendarInterval",
          "a process has one schedule, so there is a process for each");
    }
    if (!schedules.isEmpty() && plist.flag("RunAtLoad").orElse(false)) {
      process.note(
          plist.place("RunAtLoad"),
          "RunAtLoad",
          "it first runs at its time; 'sentinelzero schedule run' runs it at once");
    }
    return schedules;
  }

  private static ObjectNode schedule(String misfire) {
    return JsonNodeFactory.instance.objectNode().put("overlap", "skip").put("misfire", misfire);
  }

  private static String field(Plist times, String key) {
    return times.number(key).map(String::valueOf).orElse("*");
  }

  private void stop() {
    long seconds = plist.number("ExitTimeOut").orElse(USUAL_EXIT_TIME);
    process.put("stop.timeout", seconds == 0 ? "365d" : seconds + "s");
    process.put("stop.scope", "process");
    if (plist.flag("AbandonProcessGroup").orElse(false)) {
      process.put("stop.leftovers", "keep");
    }
  }

  private void user() {
    plist
        .text("UserName")
        .ifPresentOrElse(
            user ->
                process.put(
                    "user", user + plist.text("GroupName").map(group -> ":" + group).orElse("")),
            () ->
                plist
                    .text("GroupName")
                    .ifPresent(
                        group ->
                            process.unmapped(
                                plist.place("GroupName"),
                                "GroupName",
                                "a group goes with a user: 'user: NAME:GROUP'")));
    plist
        .number("Umask")
        .filter(mask -> mask >= 0 && mask <= 0777)
        .ifPresent(
            mask -> {
              process.put("umask", "%03o".formatted(mask));
              session
                  .findings()
                  .note(
                      plist.place("Umask"),
                      "Umask",
                      "launchd's number is decimal; in octal it is " + "%03o".formatted(mask));
            });
    plist
        .text("Umask")
        .filter(mask -> mask.matches("0?[0-7]{1,3}"))
        .ifPresent(mask -> process.put("umask", mask));
  }

  private void watch() {
    List<String> paths = plist.texts("WatchPaths");
    if (!paths.isEmpty()) {
      process.put("watch.paths", paths.stream().map(Texts::literal).toList());
      process.note(
          plist.place("WatchPaths"),
          "WatchPaths",
          "a change restarts it; launchd starts it when it isn't running");
    }
  }

  private void others() {
    for (String key : plist.keys()) {
      if (!READ.contains(key)) {
        session
            .findings()
            .unmapped(plist.place(key), key, REASONS.getOrDefault(key, "it has no counterpart"));
      }
    }
  }

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry(
              "StandardOutPath", "output is kept by the daemon; 'sentinelzero logs' shows it"),
          Map.entry(
              "StandardErrorPath", "output is kept by the daemon; 'sentinelzero logs' shows it"),
          Map.entry(
              "Disabled", "what is applied is wanted up; 'sentinelzero stop' once keeps it down"),
          Map.entry("EnableGlobbing", "patterns stay as they are; 'shell' expands them"),
          Map.entry("RootDirectory", "there is no other root for a process"),
          Map.entry("InitGroups", "a user's groups are always set"),
          Map.entry(
              "QueueDirectories", "nothing is started by files in a folder; a schedule can look"),
          Map.entry("StartOnMount", "nothing is started by a mount"),
          Map.entry("Sockets", "no socket is opened for a process; it opens its own"),
          Map.entry("inetdCompatibility", "no socket is opened for a process; it opens its own"),
          Map.entry("MachServices", "ports of Mach are launchd's"),
          Map.entry("LaunchEvents", "events of the system start nothing"),
          Map.entry("LimitLoadToSessionType", "a daemon of a user runs in no other session"),
          Map.entry("LimitLoadToHosts", "a file is applied where it is wanted"),
          Map.entry("LimitLoadFromHosts", "a file is applied where it is wanted"),
          Map.entry("ProcessType", "'limits: { nice: … }' is what there is"),
          Map.entry("LowPriorityIO", "'limits: { nice: … }' is what there is"),
          Map.entry("LowPriorityBackgroundIO", "'limits: { nice: … }' is what there is"),
          Map.entry("LaunchOnlyOnce", "'restart: never' runs it once each time it is started"),
          Map.entry("EnableTransactions", "a stop always sends a signal first"),
          Map.entry("EnablePressuredExit", "a stop always sends a signal first"),
          Map.entry("TimeOut", "launchd itself no longer looks at it"),
          Map.entry("SessionCreate", "the command leads a session of its own already"));
}
