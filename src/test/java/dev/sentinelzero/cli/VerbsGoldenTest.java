package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verb as users see it: help, table, JSON and errors. */
class VerbsGoldenTest {
  @TempDir static Path folder;
  private static Shell shell;
  private Transcript seen;

  @BeforeAll
  static void startDaemon() throws IOException {
    shell = new Shell(folder);
    shell.startDaemon();
  }

  @AfterAll
  static void stopDaemon() {
    shell.close();
  }

  @BeforeEach
  void begin() {
    seen = new Transcript(shell);
  }

  @AfterEach
  void forgetAll() {
    shell.done("delete", "--all", "--force");
  }

  /** A process that runs, one that failed, one that is done, and one that was stopped. */
  private static void fourProcesses() {
    shell.done("start", "-n", "web", "-g", "app", "--", "sleep", "1000");
    shell.run(
        "start", "-n", "broken", "--policy", "none", "-c", "sh -c 'test -e mended || exit 3'");
    shell.run("start", "-n", "done", "--policy", "none", "--", "true");
    shell.done("start", "-n", "idle", "-g", "app", "--", "sleep", "1000");
    shell.done("stop", "idle");
    shell.awaitState("broken", "failed");
    shell.awaitState("done", "completed");
  }

  @Test
  void help() throws IOException {
    List<String> names = new ArrayList<>();
    for (String word : Verbs.firstWords()) {
      names.add(word);
      Verbs.inGroup(word).forEach(inner -> names.add(word + " " + inner));
    }
    List<String> files = new ArrayList<>(List.of("overview.txt"));
    for (String name : names) {
      List<String> words = new ArrayList<>(List.of(name.split(" ")));
      words.add("--help");
      String file = name.replace(' ', '-');
      Transcript help = new Transcript(shell);
      help.run(words.toArray(String[]::new)).compare("help/" + file);
      files.add(file + ".txt");
      assertThat(shell.done(words.toArray(String[]::new)).lines())
          .as(name)
          .allMatch(line -> Visible.width(line) <= 80);
    }
    seen.run("--help").run().run("policy").compare("help/overview");
    try (Stream<Path> kept = Files.list(Path.of("src/test/resources/golden/cli/help"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(files);
    }
  }

  @Test
  void start() throws IOException {
    seen.run("start", "-n", "web", "-g", "app", "-e", "PORT=80", "--", "sleep", "1000")
        .run("start", "-n", "slow", "--restart-delay", "5h", "-c", "sleep", "--args", "1000")
        .run("start", "web", "--format", "json")
        .run("start", "-n", "web", "--", "sleep", "2000")
        .run("start", "-n", "web", "--replace", "--no-wait", "--", "sleep", "2000")
        .run("start", "-n", "bad", "--policy", "none", "--", "sh", "-c", "echo no port; exit 3")
        .run("start", "-n", "gone", "--policy", "none", "--", "/no/such/program")
        .run("start", "nosuch")
        .run("start")
        .run("start", "web", "--all")
        .run("start", "-n", "x")
        .run("start", "-n", "a b", "--", "true")
        .run("start", "--", "./--")
        .run("start", "--")
        .run("start", "-c", "")
        .run("start", "--args", "x")
        .run("start", "-c", "true", "--", "true")
        .run("start", "name", "--", "true")
        .run("start", "--all", "--", "true")
        .run("start", "-e", "novalue", "--", "true")
        .run("start", "-d", "nowhere", "--", "true")
        .run("start", "--policy", "nosuch", "--", "true")
        .run("start", "--restart-delay", "5 bananas", "--", "true")
        .run("start", "-c", "sh -c 'echo not closed")
        .run("start", "-c", "true", "--args", "first line\nsecond \"line\nthird")
        .run("start", "-c", "x".repeat(80) + " 'open " + "y".repeat(80))
        .run("start", "-c", "a\\")
        .compare("start");
  }

  @Test
  void stop() throws IOException {
    fourProcesses();
    shell.done("start", "-n", "deaf", "--", "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    seen.run("stop", "web")
        .run("stop", "web")
        .run("stop", "deaf", "-t", "100ms")
        .run("stop", "--group", "app", "--format", "json")
        .run("stop", "w*", "idle", "--force", "--no-wait")
        .run("stop", "nosuch")
        .run("stop", "no*")
        .run("stop")
        .run("stop", "web", "-g", "app")
        .run("stop", "web", "-t", "soon")
        .run("stop", "web", "-t")
        .compare("stop");
  }

  @Test
  void restartReloadResetAndSignal() throws IOException {
    fourProcesses();
    seen.run("restart", "web")
        .run("restart", "idle")
        .run("restart", "nosuch")
        .run("restart", "web", "--format", "json")
        .compare("restart");
    seen = new Transcript(shell);
    seen.run("reload", "web").run("reload", "broken").run("reload").compare("reload");
    seen = new Transcript(shell);
    seen.run("reset", "idle").run("reset", "nosuch").run("reset").compare("reset");
    shell.write("mended", "");
    shell.done("reset", "broken");
    shell.awaitState("broken", "completed");
    Files.delete(shell.work.resolve("mended"));
    seen = new Transcript(shell);
    seen.run("signal", "CONT", "web")
        .run("signal", "SIGCONT", "-g", "app")
        .run("signal", "HUP", "done")
        .run("signal", "NONE", "web")
        .run("signal", "HUP")
        .run("signal")
        .compare("signal");
  }

  @Test
  void schedule() throws IOException {
    shell.done("start", "-n", "job", "--policy", "none", "--", "sleep", "0.5");
    shell.awaitState("job", "completed");
    shell.done("start", "-n", "web", "--", "sleep", "1000");
    seen.run("schedule", "list")
        .run("schedule", "add", "job", "--cron", "0 2 1 1 *", "--timezone", "UTC")
        .run("schedule", "add", "web", "--every", "5h", "--overlap", "replace", "--timezone", "UTC")
        .run("schedule", "list")
        .run("schedule", "show", "web")
        .run("schedule", "show", "job", "--format", "json")
        .run("status")
        .run("status", "job")
        .run("schedule", "run", "job")
        .run("schedule", "run", "job")
        .compare("schedule");
    shell.awaitState("job", "scheduled");
    seen = new Transcript(shell);
    seen.run("schedule", "history", "job")
        .run("schedule", "history", "job", "--format", "json")
        .run("schedule", "history", "web")
        .run("schedule", "disable", "job")
        .run("status", "job")
        .run("schedule", "enable", "job", "web")
        .run("stop", "job")
        .run("start", "job")
        .run("schedule", "remove", "job", "web")
        .run("status")
        .compare("schedule-runs");
  }

  @Test
  void wrongSchedules() throws IOException {
    shell.run("start", "-n", "errant", "--policy", "none", "--", "true");
    shell.awaitState("errant", "completed");
    seen.run("schedule", "add", "errant")
        .run("schedule", "add", "--every", "1h")
        .run("schedule", "add", "errant", "--every", "1h", "--cron", "@daily")
        .run("schedule", "add", "errant", "--cron", "0 0 31 2 *")
        .run("schedule", "add", "errant", "--cron", "0 25 * * *")
        .run("schedule", "add", "errant", "--every", "100ms")
        .run("schedule", "add", "errant", "--every", "often")
        .run("schedule", "add", "errant", "--at", "2020-01-01T08:00", "--timezone", "UTC")
        .run("schedule", "add", "errant", "--at", "tomorrow", "--timezone", "UTC")
        .run("schedule", "add", "errant", "--cron", "@daily", "--timezone", "Europe/Pari")
        .run("schedule", "add", "errant", "--every", "1h", "--overlap", "wait")
        .run("schedule", "add", "errant", "--every", "1h", "--jitter", "2h")
        .run("schedule", "add", "nosuch", "--every", "1h")
        .run("status", "errant")
        .run("schedule", "show", "errant")
        .run("schedule", "remove", "errant")
        .run("schedule", "run", "errant")
        .run("schedule", "disable", "errant")
        .run("schedule", "history", "errant")
        .run("schedule", "preview", "errant")
        .run("schedule", "show", "nosuch")
        .run("schedule", "enable")
        .run("start", "-n", "late", "--schedule", "2020-01-01T08:00Z", "--", "true")
        .run("start", "-n", "late", "--schedule", "sometimes", "--", "true")
        .run("start", "-n", "late", "--timezone", "UTC", "--", "true")
        .run("start", "errant", "--schedule", "@daily")
        .run("status", "late")
        .compare("schedule-errors");
  }

  @Test
  void preview() throws IOException {
    List<String> change =
        List.of("30 2 * * *", "--timezone", "Europe/Paris", "--from", "2026-03-27T00:00");
    previewed(change, "--count", "3");
    previewed(change, "--count", "3", "--format", "json");
    previewed(List.of("@monthly", "--timezone", "UTC", "--from", "2027-01-01T00:00"));
    previewed(List.of("36h", "--timezone", "UTC", "--from", "2027-01-01T00:00"), "--count", "2");
    previewed(List.of("2027-01-31T08:00Z", "--timezone", "Asia/Tokyo"), "--from", "2027-01-01");
    previewed(List.of("2027-01-31T08:00Z", "--timezone", "Asia/Tokyo"));
    previewed(List.of("2020-01-31T08:00Z", "--timezone", "UTC"));
    previewed(List.of("0 0 31 2 *"));
    previewed(List.of("* * * *"));
    previewed(List.of("@sometimes"));
    previewed(List.of("nosuch"));
    previewed(List.of("@daily"), "--count", "0");
    seen.compare("schedule-preview");
  }

  private void previewed(List<String> words, String... more) {
    List<String> all = new ArrayList<>(List.of("schedule", "preview"));
    all.addAll(words);
    all.addAll(List.of(more));
    seen.run(all.toArray(String[]::new));
  }

  @Test
  void delete() throws IOException {
    fourProcesses();
    seen.run("delete", "web")
        .run("delete", "idle", "done")
        .run("delete", "web", "broken", "--force", "--format", "json")
        .run("delete", "web")
        .run("status")
        .compare("delete");
  }

  @Test
  void waiting() throws IOException {
    fourProcesses();
    seen.run("wait", "web", "--for", "running")
        .run("wait", "done", "--for", "completed", "--format", "json")
        .run("wait", "idle", "--for", "stopped")
        .run("wait", "web", "--for", "stopped", "-t", "100ms")
        .run("wait", "web", "--for", "happiness")
        .run("wait", "--for", "running")
        .compare("wait");
  }

  @Test
  void status() throws IOException {
    seen.run("status");
    fourProcesses();
    seen.run("status")
        .run("list", "-m", "--sort", "name", "--limit", "1")
        .run("list", "--filter", "state=failed", "--project", "-")
        .run("list", "-g", "nosuch")
        .run("status", "web")
        .run("status", "broken")
        .run("status", "web", "--format", "json")
        .run("list", "i*", "--format", "json")
        .run("status", "--history")
        .run("status", "a", "b", "--history")
        .run("status", "nosuch")
        .run("list", "--filter", "colour=red")
        .run("list", "--sort", "colour")
        .run("list", "--limit", "many")
        .run("status", "--watch", "--interval", "1ms")
        .run("status", "--format", "xml")
        .run("status", "--log-level", "loud")
        .run("status", "--home", "")
        .compare("status");
  }

  @Test
  void logs() throws IOException {
    shell.run("start", "-n", "talker", "--policy", "none", "--", "sh", "-c", "echo one; echo two");
    shell.awaitState("talker", "completed");
    shell.run(
        "start",
        "-n",
        "shouter",
        "--policy",
        "none",
        "-c",
        "sh -c 'printf \"a\\tb\\033[2J\\n\" >&2'");
    shell.awaitState("shouter", "completed");
    seen.run("logs", "talker")
        .run("logs", "talker", "--tail", "1", "--timestamps")
        .run("logs", "talker", "--grep", "^o", "--format", "json")
        .run("logs", "shouter")
        .run("logs", "shouter", "--stream", "stdout")
        .run("logs", "--since", "1h")
        .run("logs", "talker", "--until", "1h")
        .run("logs", "talker", "--raw")
        .run("logs", "talker", "--run", "-1")
        .run("logs", "talker", "--stream", "stdin")
        .run("logs", "talker", "--grep", "(")
        .run("logs", "talker", "--since", "yesterday")
        .run("logs", "nosuch")
        .compare("logs");
  }

  @Test
  void whyAndEvents() throws IOException {
    // Names of its own: a name's history outlives the process.
    shell.run("start", "-n", "fallen", "--policy", "none", "-c", "sh -c 'exit 3'");
    shell.awaitState("fallen", "failed");
    seen.run("status", "fallen", "--history")
        .run("status", "fallen", "--history", "--format", "json")
        .compare("status-history");
    seen = new Transcript(shell);
    seen.run("why", "fallen")
        .run("why", "fallen", "--format", "json")
        .run("why")
        .run("why", "a", "b")
        .run("why", "nosuch")
        .compare("why");
    seen = new Transcript(shell);
    seen.run("events", "fallen")
        .run("events", "fallen", "-n", "1", "--format", "json")
        .run("events", "fallen", "--since", "1h", "-n", "1")
        .run("events", "a", "b")
        .run("events", "-n", "few")
        .compare("events");
  }

  @Test
  void policies() throws IOException {
    seen.run("policy", "list")
        .run(
            "policy", "create", "eager", "--restart", "always", "--delay", "1s", "--backoff", "1.5")
        .run("policy", "create", "eager", "--restart", "always")
        .run("policy", "create", "odd", "--restart-on", "1,3-9, SIGSEGV", "--format", "json")
        .run("policy", "create", "wrong", "--jitter", "2", "--delay", "soon")
        .run("policy", "update", "eager", "--max-retries", "-1")
        .run("policy", "update", "eager")
        .run("policy", "update", "nosuch", "--delay", "1s")
        .run("policy", "show", "eager")
        .run("policy", "show", "standard", "--format", "json")
        .run("policy", "show", "nosuch")
        .run("policy", "show")
        .run("policy", "list", "--format", "json")
        .run("policy", "delete", "eager", "odd")
        .run("policy", "delete", "standard")
        .run("policy", "delete", "nosuch", "--format", "json")
        .run("policy", "nosuch")
        .compare("policy");
  }

  @Test
  void simulation() throws IOException {
    shell.done("policy", "create", "mine", "--delay", "2s", "--never-on", "78");
    seen.run("policy", "simulate", "standard", "--exits", "1,SIGKILL,0", "--after", "2s")
        .run("policy", "simulate", "standard", "--exits", "1,1,1,1", "--format", "json")
        .run("policy", "simulate", "mine", "--exits", "spawn,78")
        .run("policy", "simulate", "restart=always,delay=1500ms,jitter=0", "--exits", "0,0,0")
        .run("policy", "simulate", "max_retries=0,retry_every=15m", "--exits", "1,1")
        .run("policy", "simulate", "restart=always,delay", "--exits", "0")
        .run("policy", "simulate", "restart=perhaps", "--exits", "0")
        .run("policy", "simulate", "standard", "--exits", "1-3")
        .run("policy", "simulate", "standard", "--exits", "oops")
        .run("policy", "simulate", "standard")
        .run("policy", "simulate", "nosuch", "--exits", "0")
        .compare("policy-simulate");
    shell.done("policy", "delete", "mine");
  }

  @Test
  void config() throws IOException {
    shell.write(
        "stack.yaml", "version: 1\nproject: shop\nprocesses:\n  web: { command: sleep 1000 }\n");
    shell.write(
        "next.yaml",
        "version: 1\nproject: shop\nprocesses:\n  web: { command: sleep 2000 }\n  db: { command: sleep 1000 }\n");
    shell.write(
        "thief.yaml", "version: 1\nproject: thief\nprocesses:\n  web: { command: sleep 1000 }\n");
    shell.write("wrong.yaml", "version: 1\nprocesses:\n  web: { comand: x, umask: 27 }\n");
    shell.write("policy.yaml", "version: 1\nprocesses:\n  web: { command: x, policy: eagre }\n");
    Files.write(shell.work.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
    seen.run("config", "validate", "-f", "stack.yaml", "-f", "next.yaml")
        .run("config", "validate", "stack.yaml", "--format", "json")
        .run("config", "validate", "wrong.yaml")
        .run("config", "validate", "wrong.yaml", "--format", "json")
        .run("config", "validate", "policy.yaml")
        .run("config", "validate", "binary.yaml")
        .run("config", "validate", "nosuch.yaml")
        .run("config", "validate", ".")
        .run("config", "validate")
        .run("config", "plan", "stack.yaml")
        .run("config", "apply", "stack.yaml")
        .run("config", "apply", "stack.yaml", "--dry-run", "--format", "json")
        .run("config", "apply", "next.yaml")
        .run("config", "plan", "stack.yaml", "--prune")
        .run("config", "apply", "stack.yaml", "--prune", "--format", "json")
        .run("config", "apply", "thief.yaml")
        .run("config", "apply", "thief.yaml", "--take-over")
        .run("config", "apply", "wrong.yaml")
        .run("config", "export", "--project", "thief")
        .run("config", "export", "--format", "json")
        .run("config", "export", "more")
        .run("config", "revisions")
        .run("config", "revisions", "1", "--project", "shop", "--show")
        .run("config", "revisions", "2", "--project", "shop", "--format", "json")
        .run("config", "revisions", "--show")
        .run("config", "rollback")
        .run("config", "rollback", "7", "--project", "shop")
        .run("config", "rollback", "2", "--project", "shop")
        .compare("config");
  }

  @Test
  void configInit() throws IOException {
    seen.run("config", "init")
        .run("config", "init")
        .run("config", "init", "other.yaml")
        .run("config", "init", "a", "b")
        .run("config", "init", "no/such/folder.yaml")
        .run("config", "validate")
        .compare("config-init");
    Files.delete(shell.work.resolve("sentinelzero.yaml"));
    Files.delete(shell.work.resolve("other.yaml"));
  }

  @Test
  void up() throws IOException {
    shell.write(
        "stack.yaml", "version: 1\nproject: shop\nprocesses:\n  web: { command: sleep 1000 }\n");
    shell.write(
        "bad.yaml",
        "version: 1\nproject: bad\nprocesses:\n  bad: { command: \"sh -c 'echo no; exit 3'\", policy: none }\n");
    shell.write(
        "greet.yaml",
        "version: 1\nproject: greet\nprocesses:\n  greet: { command: \"sleep ${HOW_LONG}\" }\n");
    shell.write("good.env", "# seconds\nexport HOW_LONG='1000'\nOTHER=\"x\n");
    shell.write("wrong.env", "HOW_LONG=1\nnonsense\n");
    shell.done("start", "-n", "other", "--", "sleep", "1000");
    seen.run("up", "-f", "stack.yaml")
        .run("up", "-f", "stack.yaml", "--format", "json")
        .run("up", "-f", "bad.yaml")
        .run("up", "-f", "greet.yaml")
        .run("up", "-f", "greet.yaml", "--env-file", "wrong.env")
        .run("up", "-f", "greet.yaml", "--env-file", "good.env")
        .run("up", "-f", "nosuch.yaml")
        .run("down", "-f", "stack.yaml")
        .run("down", "-f", "nosuch.yaml")
        .compare("up-and-down");
  }

  @Test
  void settings() throws IOException {
    seen.run("settings", "get", "logging.level")
        .run("settings", "get", "logging.level", "--format", "json")
        .run("settings", "get", "logging.levle")
        .run("settings", "get", "colour")
        .run("settings", "set", "logging.level", "debug")
        .run("settings", "set", "logging.format", "json")
        .run("settings", "set", "logging.level", "loud")
        .run("settings", "set", "logging.level")
        .run("settings", "get", "logging.level")
        .compare("settings");
    Files.delete(shell.home.resolve("config.yaml"));
    Transcript shown = new Transcript(shell);
    shown.run("settings", "show").run("settings", "show", "--origin");
    shown.run("settings", "show", "--format", "json").compare("settings-show");
  }

  @Test
  void usage() throws IOException {
    seen.run("nosuch")
        .run("statsu")
        .run("policy", "lisst")
        .run("daemon", "stpo")
        .run("status", "--watsh")
        .run("status", "--home=")
        .run("status", "-x")
        .run("status", "-wx")
        .run("status", "--watch=yes")
        .run("status", "--limit", "1", "--limit", "2")
        .run("policy", "list", "more")
        .run("completion", "tcsh")
        .run("completion")
        .run("daemon", "--log-format", "xml")
        .run("daemon", "--server", "http://localhost:1")
        .run("daemon", "restart", "--server", "http://localhost:1")
        .run("status", "--server", "localhost")
        .run("status", "--server", "http://localhost:1")
        .run("--version")
        .compare("usage");
  }
}
