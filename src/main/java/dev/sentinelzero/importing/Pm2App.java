package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.importing.SourceFiles.Source;
import dev.sentinelzero.units.ShellWords;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One app of pm2. */
final class Pm2App {
  private static final Map<String, String> INTERPRETERS =
      Map.ofEntries(
          Map.entry("js", "node"),
          Map.entry("cjs", "node"),
          Map.entry("mjs", "node"),
          Map.entry("py", "python3"),
          Map.entry("sh", "bash"),
          Map.entry("rb", "ruby"),
          Map.entry("php", "php"),
          Map.entry("pl", "perl"),
          Map.entry("coffee", "coffee"),
          Map.entry("ls", "lsc"),
          Map.entry("ts", "ts-node"));

  private final Fields app;
  private final Source source;
  private final Session session;
  private final ProcessDraft process;

  Pm2App(Fields app, Source source, Session session) {
    this.app = app;
    this.source = source;
    this.session = session;
    this.process = session.draft().loose();
  }

  /** Adds the app's process. */
  void add() {
    String script = app.firstOf("script", "exec", "cmd", "command").flatMap(app::text).orElse("");
    if (script.isEmpty()) {
      throw app.wrong("script", "there: an app is nothing without it");
    }
    String name =
        app.text("name").orElse(script.replaceFirst(".*/", "").replaceFirst("\\.[a-z]+$", ""));
    command(script);
    app.text("cwd")
        .ifPresent(
            path ->
                process.put(
                    "directory", session.draft().path(source.folder(), Texts.literal(path))));
    instances();
    environment();
    Pm2Restart.read(app, process);
    schedule();
    stop();
    limits();
    watch();
    user();
    app.text("namespace")
        .filter(text -> !text.equals("default"))
        .ifPresent(text -> process.put("group", Draft.valid(text)));
    others();
    session.draft().add(name, app.place("name"), process);
  }

  private void command(String script) {
    List<String> words = new ArrayList<>();
    Optional<String> interpreter =
        app.firstOf("interpreter", "exec_interpreter").flatMap(app::text);
    List<String> options = words(app.firstOf("node_args", "interpreter_args", "interpreterArgs"));
    List<String> arguments = words(Optional.of("args"));
    if (script.contains(" ")) {
      words.addAll(List.of("bash", "-c", script));
      if (!arguments.isEmpty()) {
        process.note(
            app.place("args"), "args", "pm2 drops them when the script is a line for a shell");
      }
      process.command(words);
      return;
    }
    String ending = script.replaceFirst(".*\\.", "");
    String known = INTERPRETERS.getOrDefault(ending, "none");
    String used = interpreter.orElse(script.contains(".") ? known : "none");
    if (!used.equals("none")) {
      words.add(used);
      words.addAll(options);
    } else if (script.contains("/") && interpreter.isEmpty()) {
      process.note(
          app.place("script"),
          "script",
          "it is run itself; pm2 would give a script without an ending to node");
    }
    words.add(used.equals("none") && isBeside(script) ? "./" + script : script);
    words.addAll(arguments);
    process.command(words);
  }

  /** Whether a bare name is a file, which pm2 prefers to a command of that name. */
  private boolean isBeside(String script) {
    String cwd = app.text("cwd").orElse(".");
    return script.indexOf('/') < 0
        && Files.isRegularFile(source.folder().resolve(cwd).resolve(script));
  }

  private List<String> words(Optional<String> key) {
    if (key.isEmpty() || !app.has(key.get())) {
      return List.of();
    }
    if (app.isList(key.get())) {
      return app.texts(key.get()).orElse(List.of());
    }
    try {
      return ShellWords.split(app.text(key.get()).orElse(""));
    } catch (ShellWords.UnbalancedException e) {
      throw app.wrong(key.get(), "a list, or words whose quotes are closed");
    }
  }

  private void instances() {
    String text = app.text("instances").orElse("1");
    boolean cluster = app.text("exec_mode").orElse("fork").startsWith("cluster");
    int count = count(text);
    if (count > 1 || cluster) {
      process.put("instances", count);
      String variable = app.text("instance_var").orElse("NODE_APP_INSTANCE");
      process.expandedVariable(variable, "${instance}");
    } else if (app.has("instance_var")) {
      process.note(app.place("instance_var"), "instance_var", "there is one instance only");
    }
    if (cluster) {
      process.note(
          app.place("exec_mode"),
          "exec_mode",
          "a cluster shares one port; here each instance listens for itself, so give each a port"
              + " of its own ('PORT: { from: 3000, step: 1 }')");
    }
  }

  private int count(String text) {
    int processors = session.choices().processors();
    if (text.equals("max") || text.equals("0") || text.matches("-\\d{1,3}")) {
      int less = text.startsWith("-") ? Integer.parseInt(text) : 0;
      int count = Math.max(1, processors + less);
      process.note(
          app.place("instances"),
          "instances",
          "pm2 counts the processors at each start; " + count + " is what this machine has for it");
      return count;
    }
    if (!text.matches("[1-9]\\d{0,2}")) {
      throw app.wrong("instances", "a number, or max");
    }
    return Integer.parseInt(text);
  }

  private void environment() {
    app.map("env").map(Fields::pairs).ifPresent(pairs -> pairs.forEach(process::variable));
    app.text("port").ifPresent(port -> process.variable("PORT", port));
    String chosen = session.choices().environment().map(name -> "env_" + name).orElse("");
    for (String key : app.keys()) {
      if (key.equals(chosen)) {
        app.map(key).map(Fields::pairs).ifPresent(pairs -> pairs.forEach(process::variable));
      } else if (key.startsWith("env_")) {
        app.item(key);
        session
            .findings()
            .unmapped(
                app.place(key),
                key,
                "not chosen; '--env " + key.substring(4) + "' takes its variables");
      }
    }
    app.text("increment_var").ifPresent(this::increment);
  }

  private void increment(String name) {
    String from = process.map("environment").path(name).asText();
    if (!from.matches("-?\\d{1,9}")) {
      process.unmapped(
          app.place("increment_var"), "increment_var", name + " has no number to start from");
      return;
    }
    ObjectNode number = JsonNodeFactory.instance.objectNode();
    process.map("environment").set(name, number.put("from", Long.parseLong(from)).put("step", 1));
  }

  private void schedule() {
    Optional<String> key = app.firstOf("cron_restart", "cron");
    if (key.isEmpty()) {
      return;
    }
    String cron = app.text(key.get()).orElse("");
    Place place = app.place(key.get());
    if (cron.equals("0")) {
      return;
    }
    if (!Cron.isFive(cron)) {
      process.unmapped(place, key.get(), "this is not a cron expression of five fields");
    } else if (app.flag("autorestart").orElse(true)) {
      process.unmapped(
          place,
          key.get(),
          "a process that always runs has no schedule; let a second process with a schedule run"
              + " 'sentinelzero restart' for it");
    } else {
      process.put("schedule.cron", cron.strip()).put("schedule.overlap", "replace");
      process.note(place, key.get(), "runs at these times; pm2 runs it once at the start too");
    }
  }

  private void stop() {
    process.put("stop.signal", "INT");
    process.put("stop.timeout", app.number("kill_timeout").orElse(1600) + "ms");
    if (!app.flag("treekill").orElse(true)) {
      process.put("stop.scope", "process").put("stop.leftovers", "keep");
    }
  }

  private void limits() {
    app.text("max_memory_restart")
        .ifPresent(
            size -> {
              if (!size.matches("\\d{1,12}[KMG]?")) {
                throw app.wrong("max_memory_restart", "a number with K, M or G");
              }
              process.put("limits.memory", size).put("limits.on_exceeded", "restart");
              session
                  .findings()
                  .note(
                      app.place("max_memory_restart"),
                      "max_memory_restart",
                      "counts the whole tree of the process");
            });
  }

  private void watch() {
    Optional<List<String>> paths = app.texts("watch");
    Optional<List<String>> ignored = app.texts("ignore_watch");
    Optional<Integer> delay = app.number("watch_delay");
    boolean off = paths.isEmpty() || paths.get().equals(List.of("false"));
    if (off) {
      if (ignored.isPresent()) {
        session
            .findings()
            .unmapped(app.place("ignore_watch"), "ignore_watch", "nothing is watched");
      }
      return;
    }
    boolean all = paths.get().equals(List.of("true"));
    process.put("watch.paths", all ? List.of(".") : paths.get());
    process.put("watch.ignore", ignored.orElse(List.of("node_modules", ".*")));
    delay.ifPresent(millis -> process.put("watch.debounce", millis + "ms"));
    if (ignored.isPresent()) {
      session
          .findings()
          .note(
              app.place("ignore_watch"),
              "ignore_watch",
              "the patterns are globs here; pm2 takes regular expressions too");
    }
  }

  private void user() {
    Optional<String> user = app.firstOf("uid", "user").flatMap(app::text);
    Optional<String> group = app.text("gid");
    if (user.isPresent()) {
      process.put("user", user.get() + group.map(text -> ":" + text).orElse(""));
    } else if (group.isPresent()) {
      process.unmapped(app.place("gid"), "gid", "a group goes with a user: 'user: NAME:GROUP'");
    }
  }

  private void others() {
    for (String key : app.others()) {
      String reason = Pm2Keys.whyLeftOut(key);
      String value =
          app.item(key).isPresent() && !app.isList(key) && isScalar(key)
              ? app.text(key).orElse("")
              : "";
      if (value.isEmpty()) {
        session.findings().unmapped(app.place(key), key, reason);
      } else {
        session.findings().unmapped(app.place(key), key, value, reason);
      }
    }
  }

  private boolean isScalar(String key) {
    return app.item(key)
        .filter(item -> item instanceof dev.sentinelzero.config.Item.Scalar)
        .isPresent();
  }
}
