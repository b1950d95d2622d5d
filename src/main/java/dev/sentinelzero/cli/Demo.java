package dev.sentinelzero.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code demo}: kills its own daemon under running processes and shows that they don't notice. */
final class Demo implements Verb {
  private static final List<String> STAY = List.of("counter", "sleeper");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LATE_CODE = 7;

  @Override
  public Syntax syntax() {
    return Syntax.of(
        "demo",
        "kill a daemon under running processes, in a scratch home, and see what is lost",
        List.of(""),
        Syntax.Operands.NONE,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Path home =
        Files.createTempDirectory(
            "sz-demo",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Call scratch =
        new Call(
            ArgumentParser.parse(List.of("--home", home.toString(), "status")).arguments(),
            call.surroundings());
    try {
      return show(call, scratch);
    } finally {
      cleanUp(scratch, home);
    }
  }

  private static int show(Call call, Call scratch) throws IOException, InterruptedException {
    call.say("A daemon in a scratch home starts three processes:");
    BackgroundDaemon.ensure(scratch);
    scratch
        .api()
        .send(Request.with("POST", "/config/apply?wait=20s", document()).waiting(PATIENCE));
    Map<String, String> before = pids(scratch);
    before.forEach((name, pid) -> call.say("  " + name + " runs as pid " + pid));
    await(scratch, () -> lines(scratch).size() >= 10);
    long daemon = scratch.api().get("/system").at("pid").whole().orElseThrow();
    ProcessHandle handle = ProcessHandle.of(daemon).orElseThrow();
    int linesBefore = lines(scratch).size();
    say(
        call,
        "kill -9 " + daemon + ": the daemon is gone, after " + linesBefore + " lines of counter");
    handle.destroyForcibly();
    handle.onExit().join();
    say(
        call,
        "meanwhile 'late' ends with exit code " + LATE_CODE + ", and nobody is there to see it …");
    call.pause(Duration.ofSeconds(4));
    BackgroundDaemon.ensure(scratch);
    say(call, "a new daemon (pid " + scratch.api().get("/system").text("pid") + ") finds:");
    return verdict(call, scratch, before);
  }

  private static int verdict(Call call, Call scratch, Map<String, String> before)
      throws IOException, InterruptedException {
    Map<String, String> after = pids(scratch);
    boolean good = true;
    for (String name : STAY) {
      boolean same = before.getOrDefault(name, "").equals(after.get(name));
      good &= claim(call, same, name + " still is pid " + after.get(name));
    }
    List<Long> lines = lines(scratch);
    boolean unbroken = !lines.isEmpty();
    for (int at = 0; at < lines.size(); at++) {
      unbroken &= lines.get(at) == at + 1L;
    }
    good &=
        claim(call, unbroken, "counter's lines 1 to " + lines.size() + ", none missing or doubled");
    Json late = scratch.api().get("/processes/late");
    String code = late.at("last_exit").text("code");
    good &=
        claim(
            call,
            code.equals(Integer.toString(LATE_CODE)),
            "late " + late.text("state") + " with exit code " + code);
    say(call, good ? "Nothing was lost." : "Something was lost: please report this.");
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean claim(Call call, boolean holds, String text) {
    String mark = holds ? Ink.GREEN.on("✓", call.colours()) : Ink.RED.on("✗", call.colours());
    call.say("  " + mark + " " + text);
    call.surroundings().out().flush();
    return holds;
  }

  private static void say(Call call, String text) {
    call.say(text);
    call.surroundings().out().flush();
  }

  private static Json document() {
    Map<String, Object> processes = new LinkedHashMap<>();
    processes.put("counter", shell("i=0; while i=$((i+1)); do echo $i; sleep 0.1; done", "always"));
    processes.put("late", shell("sleep 5; exit " + LATE_CODE, "none"));
    processes.put("sleeper", shell("exec sleep 1000", "always"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", 1);
    document.put("project", "demo");
    document.put("processes", processes);
    return Json.of(Map.of("document", document));
  }

  private static Map<String, Object> shell(String line, String policy) {
    return Map.of("shell", line, "directory", "/", "policy", policy);
  }

  private static Map<String, String> pids(Call scratch) throws IOException, InterruptedException {
    Map<String, String> pids = new LinkedHashMap<>();
    for (Json process : scratch.api().get("/processes").at("processes").items()) {
      if (!process.at("pid").isNull()) {
        pids.put(process.text("name"), process.text("pid"));
      }
    }
    return pids;
  }

  private static List<Long> lines(Call scratch) throws IOException, InterruptedException {
    List<Long> lines = new java.util.ArrayList<>();
    try (Api.Stream stream = scratch.api().stream("/logs?name=counter")) {
      stream.forEach(line -> lines.add(Long.parseLong(line.text("text"))));
    }
    return lines;
  }

  /** Something that becomes true. */
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Call scratch, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw Failure.of(ExitCode.TIMED_OUT, "the demo's processes don't get going");
      }
      scratch.pause(Duration.ofMillis(100));
    }
  }

  private static void cleanUp(Call scratch, Path home) throws IOException, InterruptedException {
    if (RunningDaemon.answers(scratch)) {
      RunningDaemon.stop(scratch, false);
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(home)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
