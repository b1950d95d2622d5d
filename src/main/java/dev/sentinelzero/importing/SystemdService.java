package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.importing.UnitFile.Line;
import dev.sentinelzero.process.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One service of systemd. */
final class SystemdService {
  private static final String SUFFIX = ".service";
  private static final List<String> CLEAN = List.of("SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE");

  private final String unit;
  private final String name;
  private final UnitFile file;
  private final Session session;
  private final ProcessDraft process;
  private final Map<Character, String> specifiers;

  SystemdService(String unit, UnitFile file, Session session) {
    this.unit = unit;
    this.name = unit.substring(0, unit.length() - SUFFIX.length());
    this.file = file;
    this.session = session;
    this.process = session.draft().loose();
    this.specifiers = specifiers(unit, name);
  }

  private static Map<Character, String> specifiers(String unit, String name) {
    Map<Character, String> all = new HashMap<>();
    int at = name.indexOf('@');
    all.put('n', unit);
    all.put('N', name);
    all.put('p', at < 0 ? name : name.substring(0, at));
    if (at < 0 || at + 1 < name.length()) {
      String instance = at < 0 ? "" : name.substring(at + 1);
      all.put('i', instance);
      all.put('I', instance.replace('-', '/').replace("\\x2d", "-"));
    }
    all.put('t', "/run");
    all.put('S', "/var/lib");
    all.put('C', "/var/cache");
    all.put('L', "/var/log");
    all.put('E', "/etc");
    all.put('T', "/tmp");
    all.put('V', "/var/tmp");
    return all;
  }

  Line firstLine() {
    return file.effective().getFirst();
  }

  ProcessDraft process() {
    return process;
  }

  /** Reads everything but what concerns other units. */
  void read() {
    if (file.all("ExecStart").isEmpty()) {
      throw new ImportException(firstLine().place().file() + " has no ExecStart=");
    }
    file.text("Description").ifPresent(process::comment);
    SystemdCommands commands = new SystemdCommands(file, process, this);
    commands.read();
    SystemdEnvironment.read(file, process, this);
    SystemdRestart.read(file, process);
    stop();
    confine();
    type();
    Set<String> reported = new TreeSet<>();
    for (Line line : file.effective()) {
      if (reported.add(line.key() + line.value())) {
        SystemdKeys.leave(line, session.findings());
      }
    }
  }

  /** A value with its specifiers, as the process file takes it. */
  String text(Line line) {
    return Texts.literal(plain(line.value(), line))
        .replace("\ue000", "${HOME}")
        .replace("\ue001", "${USER}");
  }

  /** A value with its specifiers; home and user are marked. */
  String plain(String value, Line line) {
    Map<Character, String> all = new HashMap<>(specifiers);
    all.put('h', "\ue000");
    all.put('u', "\ue001");
    String done = UnitWords.specified(value, all);
    String left = done.replaceAll("[^%]*(%[A-Za-z])?", "$1");
    if (!left.isEmpty()) {
      process.unmapped(
          line.place(),
          line.key(),
          "specifiers such as " + left.substring(0, 2) + " are not known here and stay");
    }
    return done;
  }

  private void stop() {
    file.last("KillSignal").ifPresent(this::signal);
    var timeout = file.last("TimeoutStopSec").or(() -> file.last("TimeoutSec"));
    timeout.ifPresentOrElse(
        line ->
            UnitWords.span(line.value(), line.place())
                .ifPresentOrElse(
                    span -> process.put("stop.timeout", span),
                    () -> process.put("stop.timeout", "365d")),
        () -> process.put("stop.timeout", "90s"));
    file.last("KillMode").ifPresent(this::mode);
    file.last("TimeoutStartSec")
        .flatMap(line -> UnitWords.span(line.value(), line.place()))
        .filter(span -> !span.isZero())
        .ifPresent(span -> process.put("start.timeout", span));
  }

  private void signal(Line line) {
    try {
      process.put("stop.signal", Signal.parse(line.value()).name());
    } catch (IllegalArgumentException e) {
      process.unmapped(line.place(), line.key(), "there is no such signal on all systems");
    }
  }

  private void mode(Line line) {
    switch (line.value()) {
      case "process" -> process.put("stop.scope", "process").put("stop.leftovers", "keep");
      case "mixed" -> process.put("stop.scope", "process");
      case "control-group" -> process.put("stop.scope", "tree");
      default -> process.unmapped(line.place(), line.key(), "a stop always sends a signal");
    }
  }

  private void confine() {
    file.last("User")
        .ifPresent(
            line ->
                process.put(
                    "user",
                    text(line) + file.last("Group").map(group -> ":" + text(group)).orElse("")));
    if (file.last("User").isEmpty()) {
      file.last("Group")
          .ifPresent(
              line ->
                  process.unmapped(
                      line.place(), "Group", "a group goes with a user: 'user: NAME:GROUP'"));
    }
    file.last("UMask")
        .filter(line -> line.value().matches("0?[0-7]{1,3}"))
        .ifPresent(line -> process.put("umask", line.value()));
    file.last("Nice")
        .filter(line -> line.value().matches("-?\\d{1,2}"))
        .ifPresent(line -> process.put("limits.nice", Integer.parseInt(line.value())));
    SystemdLimits.read(file, process);
  }

  private void type() {
    String type = file.text("Type").orElse("simple");
    Place place = file.last("Type").map(Line::place).orElse(firstLine().place());
    switch (type) {
      case "notify", "notify-reload" -> {
        process.put("readiness.notify", true);
        if (type.equals("notify-reload") && !process.has("reload")) {
          process.put("reload.signal", "HUP");
        }
      }
      case "forking" ->
          process.unmapped(
              place,
              "Type",
              "a program has to stay in the foreground; look for its option that says so");
      case "dbus" -> process.unmapped(place, "Type", "a name on the bus is not waited for");
      case "idle" ->
          session.findings().note(place, "Type", "it is started at once, as with Type=simple");
      default -> {}
    }
  }

  /** Sets what it depends on among the other services. */
  void link(Map<String, SystemdService> services) {
    Set<String> after = units("After");
    for (String key : List.of("Requires", "BindsTo", "Requisite", "Wants", "PartOf")) {
      for (Line line : file.all(key)) {
        for (String other : line.value().split("\\s+")) {
          weigh(services, line, other, after.contains(other));
        }
      }
    }
    for (Line line : file.all("After")) {
      for (String other : line.value().split("\\s+")) {
        if (services.containsKey(other) && !other.equals(unit)) {
          depend(services.get(other), other);
        } else {
          session
              .findings()
              .unmapped(
                  line.place(),
                  "After",
                  other + " is not imported; what the daemon runs starts after the system");
        }
      }
    }
  }

  private Set<String> units(String key) {
    Set<String> units = new TreeSet<>();
    file.all(key).forEach(line -> units.addAll(List.of(line.value().split("\\s+"))));
    return units;
  }

  private void weigh(
      Map<String, SystemdService> services, Line line, String other, boolean ordered) {
    if (!services.containsKey(other)) {
      session.findings().unmapped(line.place(), line.key(), other + " is not imported");
    } else if (!ordered) {
      session
          .findings()
          .unmapped(
              line.place(), line.key(), "without After= both start at once, as all of the file do");
    } else if (!line.key().equals("Wants")) {
      session
          .findings()
          .note(
              line.place(),
              line.key(),
              "it waits for " + other + " to start; when that stops later this one goes on");
    }
  }

  private void depend(SystemdService target, String other) {
    String type = target.file.text("Type").orElse("simple");
    ObjectNode needs = process.map("depends_on");
    String condition =
        switch (type) {
          case "notify", "notify-reload" -> "ready";
          case "oneshot" -> "completed";
          default -> "started";
        };
    needs.put(Draft.valid(other.substring(0, other.length() - SUFFIX.length())), condition);
  }

  /** Adds the process, once for each schedule. */
  void add(@Nullable SystemdTimer timer) {
    Place place = firstLine().place();
    if (timer == null) {
      session.draft().add(name, place, process);
      return;
    }
    List<ObjectNode> schedules = timer.schedules();
    if (schedules.isEmpty()) {
      process.unmapped(
          place, "timer", "its times could not be kept; without a schedule it runs at once");
      session.draft().add(name, place, process);
    }
    for (ObjectNode schedule : schedules) {
      ProcessDraft one = process.copy();
      one.put("schedule", schedule);
      session.draft().add(name, place, one);
    }
  }

  /** Refuses dependencies on what got another name; there are none as long as names are valid. */
  void rename(Map<String, SystemdService> services) {
    for (String other : services.keySet()) {
      String plain = other.substring(0, other.length() - SUFFIX.length());
      String valid = Draft.valid(plain);
      if (process.has("depends_on", valid) && session.draft().process(valid).isEmpty()) {
        process.map("depends_on").remove(valid);
        process.unmapped(firstLine().place(), "After", other + " is not a process of this file");
      }
    }
  }

  /** Signals that systemd takes for a good end. */
  static List<String> clean() {
    return CLEAN;
  }
}
