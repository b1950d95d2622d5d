package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which verbs there are. Only the class of the verb that runs is loaded. */
final class Verbs {
  /** The first words by section, in the order of the overview. */
  static final Map<String, List<String>> SECTIONS = sections();

  private static final Map<String, List<String>> GROUPS = groups();

  private Verbs() {}

  private static Map<String, List<String>> sections() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("Projects", List.of("up", "down", "config", "demo"));
    all.put(
        "Processes",
        List.of(
            "start", "stop", "restart", "scale", "reload", "signal", "reset", "delete", "wait"));
    all.put("What happens", List.of("status", "list", "logs", "why", "events"));
    all.put("Rules", List.of("policy", "schedule", "settings", "notify"));
    all.put("This machine", List.of("daemon", "service", "doctor", "completion"));
    return all;
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put(
        "config",
        List.of(
            "init",
            "validate",
            "plan",
            "apply",
            "revisions",
            "rollback",
            "export",
            "import",
            "graph",
            "schema"));
    all.put("policy", List.of("create", "update", "delete", "list", "show", "simulate"));
    all.put(
        "schedule",
        List.of("add", "remove", "list", "show", "enable", "disable", "run", "preview", "history"));
    all.put("settings", List.of("show", "get", "set"));
    all.put("notify", List.of("list", "test"));
    all.put("daemon", List.of("restart", "stop"));
    all.put("service", List.of("install", "uninstall", "status"));
    return all;
  }

  /** The second words of a group; none where the word is no group. */
  static List<String> inGroup(String word) {
    return GROUPS.getOrDefault(word, List.of());
  }

  /** All first words. */
  static List<String> firstWords() {
    List<String> words = new ArrayList<>();
    SECTIONS.values().forEach(words::addAll);
    return words;
  }

  /** The verb of a name, two words for one of a group. */
  static Optional<Verb> find(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? single(name) : inner(name.substring(0, space), name.substring(space + 1));
  }

  private static Optional<Verb> single(String name) {
    Verb verb =
        switch (name) {
          case "up" -> new Up();
          case "down" -> new Down();
          case "start" -> new Start();
          case "stop" -> new Stop();
          case "restart" -> new Restart();
          case "scale" -> new Scale();
          case "reload" -> new Reload();
          case "signal" -> new SendSignal();
          case "reset" -> new Reset();
          case "delete" -> new Delete();
          case "wait" -> new Wait();
          case "status", "list" -> new Status(name);
          case "logs" -> new Logs();
          case "why" -> new Why();
          case "events" -> new Events();
          case "daemon" -> new DaemonRun();
          case "demo" -> new Demo();
          case "doctor" -> new Doctor();
          case "completion" -> new Completion();
          default -> null;
        };
    return Optional.ofNullable(verb);
  }

  private static Optional<Verb> inner(String group, String name) {
    return switch (group) {
      case "config" -> config(name);
      case "daemon" ->
          switch (name) {
            case "restart" -> Optional.of(new DaemonRestart());
            case "stop" -> Optional.of(new DaemonStop());
            default -> Optional.empty();
          };
      case "policy" -> policy(name);
      case "schedule" -> schedule(name);
      case "settings" ->
          switch (name) {
            case "show" -> Optional.of(new SettingsShow(false));
            case "get" -> Optional.of(new SettingsShow(true));
            case "set" -> Optional.of(new SettingsSet());
            default -> Optional.empty();
          };
      case "notify" ->
          switch (name) {
            case "list" -> Optional.of(new NotifyList());
            case "test" -> Optional.of(new NotifyTry());
            default -> Optional.empty();
          };
      case "service" ->
          inGroup("service").contains(name) ? Optional.of(new Service(name)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Verb> policy(String name) {
    Verb verb =
        switch (name) {
          case "create" -> new PolicyWrite(true);
          case "update" -> new PolicyWrite(false);
          case "delete" -> new PolicyDelete();
          case "list" -> new PolicyList();
          case "show" -> new PolicyShow();
          case "simulate" -> new PolicySimulate();
          default -> null;
        };
    return Optional.ofNullable(verb);
  }

  private static Optional<Verb> schedule(String name) {
    Verb verb =
        switch (name) {
          case "add" -> new ScheduleAdd();
          case "remove" -> new ScheduleRemove();
          case "list" -> new ScheduleList();
          case "show" -> new ScheduleShow();
          case "enable" -> new ScheduleSwitch(true);
          case "disable" -> new ScheduleSwitch(false);
          case "run" -> new ScheduleRun();
          case "preview" -> new SchedulePreview();
          case "history" -> new ScheduleHistory();
          default -> null;
        };
    return Optional.ofNullable(verb);
  }

  private static Optional<Verb> config(String name) {
    Verb verb =
        switch (name) {
          case "init" -> new ConfigInit();
          case "validate" -> new ConfigValidate();
          case "plan" -> new ConfigPlan();
          case "apply" -> new ConfigApply();
          case "revisions" -> new ConfigRevisions();
          case "rollback" -> new ConfigRollback();
          case "export" -> new ConfigExport();
          case "import" -> new ConfigImport();
          case "graph" -> new ConfigGraph();
          case "schema" -> new ConfigSchema();
          default -> null;
        };
    return Optional.ofNullable(verb);
  }
}
