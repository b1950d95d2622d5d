package dev.sentinelzero.importing;

import dev.sentinelzero.importing.IniFile.Section;
import dev.sentinelzero.importing.IniFile.Value;
import dev.sentinelzero.importing.SourceFiles.Source;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.units.ShellWords;
import dev.sentinelzero.units.Sizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One {@code [program:x]} of supervisord. */
final class SupervisordProgram {
  static final String PRIORITY =
      "there is no order by numbers; 'depends_on' says what has to be there first";

  private static final int MOST_PROCESSES = 256;
  private static final int LEAST_LOG = 4096;

  private final Section section;
  private final Source source;
  private final Session session;
  private final Map<String, String> groups;
  private final String program;

  SupervisordProgram(Section section, Source source, Session session, Map<String, String> groups) {
    this.section = section;
    this.source = source;
    this.session = session;
    this.groups = groups;
    this.program = section.name().substring("program:".length()).strip();
  }

  /** Adds the program's process, or its processes. */
  void add() {
    if (section.value("command").isEmpty()) {
      session.findings().unmapped(section.place(), "[" + section.name() + "]", "it has no command");
      return;
    }
    int count = number("numprocs", 1);
    int first = number("numprocs_start", 0);
    if (count > MOST_PROCESSES) {
      throw new ImportException(
          at(section.place()) + "[" + section.name() + "] has more than 256 processes");
    }
    if (count == 1 || isNumbered(first)) {
      for (int number = first; number < first + count; number++) {
        SupervisordValues values = values(OptionalInt.of(number), count);
        ProcessDraft process = process(values, count > 1);
        session.draft().add(name(values, number, count), section.place(), process);
      }
      return;
    }
    ProcessDraft process = process(values(OptionalInt.empty(), count), false);
    process.put("instances", count);
    session.draft().add(program, section.place(), process);
    session
        .findings()
        .note(
            place("numprocs"),
            "numprocs",
            "its processes are called " + program + "/0 to " + program + "/" + (count - 1));
  }

  /** Whether each process needs a section of its own, since {@code ${instance}} can't say it. */
  private boolean isNumbered(int first) {
    return section.values().entrySet().stream()
        .filter(entry -> !entry.getKey().equals("process_name") && !entry.getKey().contains("log"))
        .anyMatch(
            entry ->
                SupervisordValues.isPadded(entry.getValue().text())
                    || first != 0 && entry.getValue().text().contains("%(process_num)"));
  }

  private SupervisordValues values(OptionalInt number, int count) {
    Map<String, String> names = new HashMap<>();
    names.put("here", source.folder().toString());
    names.put("program_name", program);
    names.put("group_name", groups.getOrDefault(program, program));
    names.put("numprocs", Integer.toString(count));
    return new SupervisordValues(names, number);
  }

  private String name(SupervisordValues values, int number, int count) {
    String given =
        section.value("process_name").map(value -> values.marked(value.text())).orElse("");
    if (given.isEmpty()) {
      return count > 1 ? program + "-" + number : program;
    }
    return given;
  }

  private ProcessDraft process(SupervisordValues values, boolean numbered) {
    ProcessDraft process = session.draft().loose();
    section.values().forEach((key, value) -> one(process, key, value, values));
    String group = groups.get(program);
    if (group != null || numbered) {
      process.put("group", group == null ? Draft.valid(program) : group);
    }
    restart(process);
    stop(process);
    logs(process);
    return process;
  }

  private void one(ProcessDraft process, String key, Value value, SupervisordValues values) {
    switch (key) {
      case "command" -> command(process, value, values);
      case "directory" ->
          process.put(
              "directory", session.draft().path(source.folder(), values.expanded(value.text())));
      case "environment" -> values.pairs(value).forEach(process::expandedVariable);
      case "user" -> process.put("user", values.expanded(value.text()));
      case "umask" -> umask(process, value);
      case "autostart" -> {
        if (!flag(value, true)) {
          process.unmapped(
              value.place(),
              key,
              "it is started when it is applied; 'sentinelzero stop' once keeps it down");
        }
      }
      case "priority" -> session.findings().unmapped(value.place(), key, value.text(), PRIORITY);
      case "redirect_stderr" ->
          session
              .findings()
              .note(value.place(), key, "not needed: both streams are kept, in their true order");
      default -> rest(key, value);
    }
  }

  /** Keys of output, keys that are read elsewhere, and unknown ones. */
  private void rest(String key, Value value) {
    switch (key) {
      case "process_name",
          "numprocs",
          "numprocs_start",
          "startsecs",
          "startretries",
          "autorestart",
          "exitcodes",
          "stopsignal",
          "stopwaitsecs",
          "stopasgroup",
          "killasgroup",
          "stdout_logfile_maxbytes",
          "stdout_logfile_backups",
          "stderr_logfile_maxbytes",
          "stderr_logfile_backups" -> {}
      case "stdout_logfile", "stderr_logfile" ->
          left(key, value, "output is kept by the daemon; 'sentinelzero logs' shows it");
      case "stdout_syslog", "stderr_syslog" -> left(key, value, "there is no output to syslog");
      case "stdout_capture_maxbytes",
          "stderr_capture_maxbytes",
          "stdout_events_enabled",
          "stderr_events_enabled" ->
          left(key, value, "output makes no events here");
      case "serverurl" -> left(key, value, "there is no supervisord to call back");
      default -> left(key, value, "supervisord has no such key of a program");
    }
  }

  private void left(String key, Value value, String reason) {
    session.findings().unmapped(value.place(), key, value.text(), reason);
  }

  private void command(ProcessDraft process, Value value, SupervisordValues values) {
    try {
      List<String> words = new ArrayList<>();
      for (String word : ShellWords.split(values.marked(value.text()))) {
        words.add(SupervisordValues.inFile(word));
      }
      process.expanded("command", words);
    } catch (ShellWords.UnbalancedException e) {
      throw new ImportException(at(value.place()) + "command: " + e.getMessage());
    }
  }

  /** Sets a umask, which supervisord reads as octal. */
  static void umask(ProcessDraft process, Value value) {
    if (value.text().matches("0?o?[0-7]{1,3}")) {
      process.put("umask", value.text().replace("o", ""));
    } else {
      process.unmapped(value.place(), "umask", "it is not three octal digits");
    }
  }

  private void restart(ProcessDraft process) {
    int seconds = number("startsecs", 1);
    int retries = number("startretries", 3);
    String word = text("autorestart").orElse("unexpected").toLowerCase(Locale.ROOT);
    process.put("start.settle", seconds + "s");
    if (word.matches("false|no|off|0")) {
      process.put("restart", "never");
      if (section.value("startretries").isPresent() || seconds > 0) {
        session
            .findings()
            .note(
                place("autorestart"),
                "autorestart",
                "supervisord tries again when it ends within startsecs, even then; here it doesn't");
      }
      return;
    }
    List<String> codes = codes();
    boolean always = word.matches("true|yes|on|1");
    boolean zeroIsExpected = codes.contains("0");
    process.put("restart.restart", always || !zeroIsExpected ? "always" : "on-failure");
    process.put("restart.max_retries", retries);
    process.put("restart.delay", "1s").put("restart.backoff", 2);
    process.put("restart.max_delay", Math.max(1, retries) + "s");
    process.put("restart.reset_after", seconds + "s");
    process.put("restart.immediate_after", seconds == 0 ? "1ms" : seconds + "s");
    if (!always && !zeroIsExpected) {
      process.put("restart.never_on", codes);
    }
    List<String> further = codes.stream().filter(code -> !code.equals("0")).toList();
    if (!always && !further.isEmpty()) {
      process.put("success_exits", further);
    }
    if (retries > 3) {
      session
          .findings()
          .note(
              place("startretries"),
              "startretries",
              "pauses double from 1s to "
                  + retries
                  + "s; supervisord's grow by a second each time");
    }
  }

  private List<String> codes() {
    List<String> codes = new ArrayList<>();
    for (String code : text("exitcodes").orElse("0").split("[,\\s]+")) {
      if (code.matches("\\d{1,3}") && Integer.parseInt(code) <= 255) {
        codes.add(code);
      } else {
        section
            .value("exitcodes")
            .ifPresent(value -> left("exitcodes", value, "an entry is no exit code 0 to 255"));
      }
    }
    return codes;
  }

  private void stop(ProcessDraft process) {
    String signal = text("stopsignal").orElse("TERM");
    try {
      process.put("stop.signal", Signal.parse(signal).name());
    } catch (IllegalArgumentException e) {
      process.unmapped(place("stopsignal"), "stopsignal", "there is no such signal on all systems");
    }
    process.put("stop.timeout", number("stopwaitsecs", 10) + "s");
    boolean group = section.value("stopasgroup").map(value -> flag(value, false)).orElse(false);
    process.put("stop.scope", group ? "group" : "process");
    section
        .value("killasgroup")
        .ifPresent(
            value ->
                session
                    .findings()
                    .note(
                        value.place(),
                        "killasgroup",
                        "SIGKILL goes to all that is left of the tree"));
  }

  private void logs(ProcessDraft process) {
    Optional<Value> size = first("stdout_logfile_maxbytes", "stderr_logfile_maxbytes");
    size.ifPresent(value -> size(process, value));
    Optional<Value> keep = first("stdout_logfile_backups", "stderr_logfile_backups");
    keep.filter(value -> value.text().matches("\\d{1,6}"))
        .ifPresent(value -> process.put("logs.keep", Integer.parseInt(value.text())));
    for (String key : List.of("maxbytes", "backups")) {
      Value out = section.values().get("stdout_logfile_" + key);
      Value err = section.values().get("stderr_logfile_" + key);
      if (out != null && err != null && !out.text().equals(err.text())) {
        left("stderr_logfile_" + key, err, "both streams share one rule; stdout's is taken");
      }
    }
  }

  private Optional<Value> first(String key, String other) {
    return section.value(key).or(() -> section.value(other));
  }

  private void size(ProcessDraft process, Value value) {
    try {
      long bytes = Sizes.parse(value.text());
      if (bytes >= LEAST_LOG) {
        process.put("logs.max_size", value.text().strip());
        return;
      }
      left(
          "stdout_logfile_maxbytes",
          value,
          bytes == 0
              ? "logs are always bounded: 50MB a segment"
              : "a segment has 4096 bytes at least");
    } catch (IllegalArgumentException e) {
      left("stdout_logfile_maxbytes", value, "this is not a size");
    }
  }

  private Optional<String> text(String key) {
    return section.value(key).map(Value::text).filter(text -> !text.isEmpty());
  }

  private int number(String key, int standard) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return standard;
    }
    if (!text.get().matches("\\d{1,6}")) {
      throw new ImportException(at(place(key)) + key + " is not a whole number");
    }
    return Integer.parseInt(text.get());
  }

  private static boolean flag(Value value, boolean standard) {
    String text = value.text().toLowerCase(Locale.ROOT);
    return text.isEmpty() ? standard : text.matches("true|yes|on|1|t|y");
  }

  private Place place(String key) {
    return section.value(key).map(Value::place).orElse(section.place());
  }

  private static String at(Place place) {
    return place.file() + ":" + place.line() + ": ";
  }
}
