package dev.sentinelzero.cli;

import dev.sentinelzero.units.ShellWords;
import java.time.Instant;
import java.util.List;

/** One process in full. */
final class ProcessDetail {
  private final Call call;
  private final Json process;
  private final StringBuilder text = new StringBuilder();

  private ProcessDetail(Call call, Json process) {
    this.call = call;
    this.process = process;
  }

  /** The text, with its line ends. */
  static String of(Call call, Json process) {
    return new ProcessDetail(call, process).write();
  }

  private String write() {
    Instant now = call.now();
    String state = process.text("state");
    String name = Visible.of(process.text("name"));
    text.append(Ink.BOLD.on(name, call.colours())).append(": ");
    text.append(Ink.ofState(state).on(state, call.colours())).append('\n');
    line("why", process.text("reason"));
    line("wanted", process.text("wanted"));
    line("pid", process.text("pid"));
    if (!process.at("started_at").isNull()) {
      String up = Times.seconds(process.at("uptime_seconds"));
      line("started", process.text("started_at") + ", up " + up);
    }
    line("run", process.text("run"));
    probe("ready");
    probe("alive");
    line("restarts", process.text("restarts"));
    exit(now);
    String next = Times.until(process.at("next_attempt_at"), now);
    line("next", next.isEmpty() ? "" : process.text("next_attempt_at") + ", " + next);
    String run = Times.next(process.at("next_run_at"), now);
    line("next run", run.isEmpty() ? "" : process.text("next_run_at") + ", " + run);
    line("command", command());
    line("policy", process.text("policy"));
    line("project", process.text("project"));
    line("group", process.text("group"));
    usage();
    process.at("labels").fields().forEach((key, value) -> line("label", key + "=" + value.text()));
    return text.toString();
  }

  private void exit(Instant now) {
    Json exit = process.at("last_exit");
    String ago = Times.ago(exit.at("at"), now);
    line("last exit", Exits.full(exit) + (ago.isEmpty() ? "" : ", " + ago));
  }

  private void probe(String field) {
    Json value = process.at(field);
    line(field, value.isNull() ? "" : value.isTrue() ? "yes" : "no");
  }

  private String command() {
    List<String> words = process.at("command").items().stream().map(Json::text).toList();
    return words.isEmpty() ? "" : ShellWords.join(words);
  }

  private void usage() {
    if (!process.at("cpu_percent").isNull()) {
      line("cpu", StatusTable.percent(process.at("cpu_percent")));
    }
    if (!process.at("memory_bytes").isNull()) {
      line("memory", StatusTable.size(process.at("memory_bytes")));
    }
    line("threads", process.text("threads"));
    line("files", process.text("open_files"));
  }

  private void line(String what, String value) {
    if (!value.isEmpty()) {
      String label = what + " ".repeat(Math.max(1, 11 - what.length()));
      text.append("  ").append(Ink.DIM.on(label, call.colours()));
      text.append(Visible.of(value)).append('\n');
    }
  }
}
