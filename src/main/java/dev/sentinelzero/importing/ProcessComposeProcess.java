package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.importing.ProcessComposeImport.Whole;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process of process-compose. */
final class ProcessComposeProcess {
  private static final List<String> SIGNALS =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM");

  private final String key;
  private final Fields fields;
  private final Whole whole;
  private final Session session;
  private final ProcessDraft process;
  private String name = "";

  ProcessComposeProcess(String key, Fields fields, Whole whole, Session session) {
    this.key = key;
    this.fields = fields;
    this.whole = whole;
    this.session = session;
    this.process = session.draft().loose();
  }

  /** Adds the process; its dependencies follow when all are known. */
  void add(Place place, Source source) {
    fields.text("description").ifPresent(process::comment);
    if (!command()) {
      session.findings().unmapped(place, key, "it has neither command nor entrypoint");
      return;
    }
    directory(source);
    ProcessComposeImport.environment(fields, whole, process);
    environmentFile(source);
    fields
        .text("namespace")
        .filter(text -> !text.equals("default"))
        .ifPresent(text -> process.put("group", Draft.valid(text)));
    fields.number("replicas").filter(count -> count > 1).ifPresent(this::replicas);
    restart();
    shutdown();
    ComposeProbes probes = new ComposeProbes(fields, ComposeText.of(whole), process);
    probes.read("readiness_probe", "readiness", whole.shell());
    probes.read("liveness_probe", "liveness", whole.shell());
    probes.readyLine();
    ComposeSchedule.read(fields, process);
    logs();
    flags();
    fields.item("depends_on");
    others();
    name = session.draft().add(key, place, process);
  }

  private boolean command() {
    Optional<List<String>> entry = fields.texts("entrypoint");
    Optional<String> line = fields.text("command");
    if (entry.isEmpty() && line.isEmpty()) {
      return false;
    }
    ComposeText text = ComposeText.of(whole);
    String used = entry.isPresent() ? "entrypoint" : "command";
    if (entry.orElse(List.of(line.orElse(""))).stream().anyMatch(ComposeText::isTemplate)) {
      process.unmapped(
          fields.place(used), used, "{{…}} is a template and stands here as it is; write it out");
    }
    if (entry.isPresent()) {
      process.expanded("command", entry.get().stream().map(text::value).toList());
      return true;
    }
    List<String> words = new ArrayList<>(whole.shell());
    words.add(line.orElse(""));
    boolean plain = words.getFirst().matches("(/bin/)?sh") && words.get(1).equals("-c");
    if (plain && !line.orElse("").contains("$")) {
      process.put("shell", line.orElse(""));
    } else {
      process.expanded("command", words.stream().map(text::value).toList());
    }
    return true;
  }

  private void directory(Source source) {
    fields
        .text("working_dir")
        .ifPresent(
            path -> {
              if (ComposeText.isTemplate(path)) {
                process.unmapped(fields.place("working_dir"), "working_dir", "{{…}} is a template");
              } else {
                String value = ComposeText.of(whole).value(path);
                process.put("directory", session.draft().path(source.folder(), value));
              }
            });
  }

  private void environmentFile(Source source) {
    List<String> files = new ArrayList<>();
    if (!fields.flag("is_dotenv_disabled").orElse(false)) {
      whole.envFile().ifPresent(files::add);
    }
    fields
        .texts("env_file")
        .ifPresent(
            own ->
                own.forEach(
                    path ->
                        files.add(
                            session
                                .draft()
                                .path(source.folder(), ComposeText.of(whole).value(path)))));
    if (files.size() == 1) {
      process.put("env_file", files.getFirst());
    } else if (!files.isEmpty()) {
      process.put("env_file", files);
    }
  }

  private void replicas(int count) {
    process.put("instances", count).expandedVariable("PC_REPLICA_NUM", "${instance}");
  }

  private void restart() {
    Optional<Fields> availability = fields.map("availability");
    String word = availability.flatMap(a -> a.text("restart")).orElse("no");
    int most = availability.flatMap(a -> a.number("max_restarts")).orElse(0);
    int pause = availability.flatMap(a -> a.number("backoff_seconds")).orElse(1);
    boolean restarts =
        word.equals("always") || word.equals("on_failure") || word.equals("on-failure");
    if (restarts) {
      process.put("restart.restart", word.equals("always") ? "always" : "on-failure");
      process.put("restart.max_retries", most == 0 ? -1 : most);
      process.put("restart.delay", Math.max(1, pause) + "s").put("restart.backoff", 1);
      if (most > 0) {
        process.put("restart.reset_after", "365d");
      }
    } else {
      process.put("restart", "never");
    }
    availability.ifPresent(a -> ending(a, word));
  }

  private void ending(Fields availability, String word) {
    if (word.equals("exit_on_failure")) {
      process.note(
          availability.place("restart"),
          "exit_on_failure",
          "its failure ends nothing else here; 'sentinelzero wait' and 'down' do that in a script");
    }
    for (String end : List.of("exit_on_end", "exit_on_skipped")) {
      if (availability.flag(end).orElse(false)) {
        process.unmapped(
            availability.place(end),
            end,
            "its end ends nothing else here; 'sentinelzero wait' and 'down' do that in a script");
      }
    }
    for (String other : availability.others()) {
      session
          .findings()
          .unmapped(
              availability.place(other),
              "availability." + other,
              "process-compose has no such key");
    }
  }

  private void shutdown() {
    Optional<Fields> shutdown = fields.map("shutdown");
    int signal = shutdown.flatMap(s -> s.number("signal")).orElse(15);
    boolean known = signal > 0 && signal < SIGNALS.size() && !SIGNALS.get(signal).isEmpty();
    process.put("stop.signal", known ? SIGNALS.get(signal) : "TERM");
    process.put(
        "stop.timeout",
        shutdown.flatMap(s -> s.number("timeout_seconds")).filter(s -> s > 0).orElse(10) + "s");
    boolean alone = shutdown.flatMap(s -> s.flag("parent_only")).orElse(false);
    process.put("stop.scope", alone ? "process" : "group");
    if (shutdown.isEmpty()) {
      return;
    }
    if (!known) {
      process.unmapped(
          shutdown.get().place("signal"),
          "shutdown.signal",
          "this number has no name on all systems");
    }
    if (shutdown.get().has("command")) {
      process.unmapped(
          shutdown.get().place("command"),
          "shutdown.command",
          "a stop sends a signal and runs no command");
    }
    for (String other : shutdown.get().others()) {
      session
          .findings()
          .unmapped(
              shutdown.get().place(other), "shutdown." + other, "process-compose has no such key");
    }
  }

  private void logs() {
    Optional<Fields> configuration = fields.map("log_configuration");
    Optional<Fields> rotation = configuration.flatMap(c -> c.map("rotation"));
    rotation.ifPresent(
        r -> {
          r.number("max_size_mb")
              .filter(n -> n > 0)
              .ifPresent(n -> process.put("logs.max_size", n + "MB"));
          r.number("max_backups").filter(n -> n > 0).ifPresent(n -> process.put("logs.keep", n));
          r.number("max_age_days")
              .filter(n -> n > 0)
              .ifPresent(n -> process.put("logs.max_age", n + "d"));
          r.flag("compress").ifPresent(flag -> process.put("logs.compress", flag));
          leave(r, "log_configuration.rotation.", "output is kept where the daemon keeps it");
        });
    configuration.ifPresent(
        c -> leave(c, "log_configuration.", "output is kept as the process writes it"));
  }

  private void leave(Fields some, String prefix, String reason) {
    for (String other : some.others()) {
      session.findings().unmapped(some.place(other), prefix + other, reason);
    }
  }

  private void flags() {
    if (fields.flag("disabled").orElse(false)) {
      process.unmapped(
          fields.place("disabled"),
          "disabled",
          "it is started when it is applied; 'sentinelzero stop' once keeps it down");
    }
    if (fields.flag("is_daemon").orElse(false)) {
      process.unmapped(
          fields.place("is_daemon"),
          "is_daemon",
          "a program has to stay in the foreground; what it leaves behind gets stopped");
    }
    for (String flag : List.of("is_tty", "is_elevated", "is_foreground", "is_interactive")) {
      if (fields.flag(flag).orElse(false)) {
        process.unmapped(
            fields.place(flag),
            flag,
            flag.equals("is_elevated")
                ? "use 'user' and a daemon that runs as root"
                : "there is no terminal");
      }
    }
  }

  private void others() {
    for (String other : fields.others()) {
      String reason =
          switch (other) {
            case "log_location" -> "output is kept by the daemon; 'sentinelzero logs' shows it";
            case "vars" -> "templates are not expanded here; write the values out";
            case "launch_timeout_seconds" -> "goes with is_daemon";
            case "disable_ansi_colors" -> "colours are kept, and shown on terminals only";
            case "extends" -> "write what it stands for out";
            default -> "process-compose has no such key of a process";
          };
      session.findings().unmapped(fields.place(other), other, reason);
    }
  }

  /** Sets what it depends on, now that all processes are known. */
  void link(Map<String, ProcessComposeProcess> all) {
    if (name.isEmpty()) {
      return;
    }
    fields.map("depends_on").ifPresent(on -> on.keys().forEach(other -> depend(on, other, all)));
  }

  private void depend(Fields on, String other, Map<String, ProcessComposeProcess> all) {
    String condition =
        on.item(other)
                .filter(item -> item instanceof dev.sentinelzero.config.Item.Mapping)
                .isPresent()
            ? on.map(other).flatMap(one -> one.text("condition")).orElse("process_started")
            : on.text(other).orElse("process_started");
    ProcessComposeProcess target = all.get(other);
    if (target == null || target.name.isEmpty()) {
      process.unmapped(on.place(other), "depends_on." + other, "there is no such process");
      return;
    }
    ObjectNode needs = process.map("depends_on");
    switch (condition) {
      case "process_started" -> needs.put(target.name, "started");
      case "process_healthy", "process_log_ready" -> needs.put(target.name, "ready");
      case "process_completed_successfully" -> needs.put(target.name, "completed");
      case "process_completed" -> {
        needs.put(target.name, "completed");
        process.note(
            on.place(other),
            "depends_on." + other,
            "waits for a good end; process-compose takes any end");
      }
      default ->
          process.unmapped(on.place(other), "depends_on." + other, "there is no such condition");
    }
  }
}
