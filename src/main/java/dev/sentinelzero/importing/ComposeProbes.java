package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The probes of a process of process-compose. */
final class ComposeProbes {
  private final Fields fields;
  private final ComposeText text;
  private final ProcessDraft process;

  ComposeProbes(Fields fields, ComposeText text, ProcessDraft process) {
    this.fields = fields;
    this.text = text;
    this.process = process;
  }

  /** Reads the probe behind a key. */
  void read(String key, String ours, List<String> shell) {
    Optional<Fields> probe = fields.map(key);
    if (probe.isEmpty()) {
      return;
    }
    Optional<Fields> exec = probe.get().map("exec");
    Optional<Fields> http = probe.get().map("http_get");
    if (exec.isPresent()) {
      exec(exec.get(), key, ours, shell);
    } else if (http.isPresent()) {
      http(http.get(), key, ours);
    } else {
      process.unmapped(fields.place(key), key, "it has neither exec nor http_get");
      return;
    }
    if (process.has(ours)) {
      numbers(probe.get(), key, ours);
    }
  }

  private void exec(Fields exec, String key, String ours, List<String> shell) {
    String line = exec.text("command").orElse("");
    if (line.isEmpty() || ComposeText.isTemplate(line)) {
      process.unmapped(
          exec.place("command"),
          key,
          line.isEmpty() ? "it has no command" : "{{…}} is a template; write the probe out");
      return;
    }
    List<String> words = new ArrayList<>(shell);
    String folder =
        exec.text("working_dir").map(dir -> "cd " + Texts.shellWord(dir) + " && ").orElse("");
    words.add(folder + line);
    process.expanded(ours + ".exec", words.stream().map(text::value).toList());
  }

  private void http(Fields http, String key, String ours) {
    String host = http.text("host").orElse("127.0.0.1");
    String scheme = http.text("scheme").orElse("http");
    String path = http.text("path").orElse("/");
    String port = http.firstOf("port", "num_port").flatMap(http::text).orElse("");
    String url =
        scheme
            + "://"
            + host
            + (port.isEmpty() ? "" : ":" + port)
            + (path.startsWith("/") ? "" : "/")
            + path;
    if (ComposeText.isTemplate(url)) {
      process.unmapped(fields.place(key), key, "{{…}} is a template; write the probe out");
      return;
    }
    process.put(ours + ".http", text.value(url));
    process.put(ours + ".status", http.number("status_code").orElse(200));
    for (String other : http.others()) {
      process.unmapped(http.place(other), key + ".http_get." + other, "a probe sends a plain GET");
    }
  }

  private void numbers(Fields probe, String key, String ours) {
    int interval = probe.number("period_seconds").orElse(10);
    int timeout = probe.number("timeout_seconds").orElse(1);
    process.put(ours + ".interval", Math.max(1, interval) + "s");
    process.put(ours + ".timeout", Math.max(1, timeout) + "s");
    probe
        .number("success_threshold")
        .filter(n -> n > 1)
        .ifPresent(n -> process.put(ours + ".success", n));
    process.put(ours + ".failure", Math.max(1, probe.number("failure_threshold").orElse(3)));
    probe
        .number("initial_delay_seconds")
        .filter(n -> n > 0)
        .ifPresent(n -> process.put(ours + ".initial_delay", n + "s"));
    for (String other : probe.others()) {
      process.unmapped(probe.place(other), key + "." + other, "process-compose has no such key");
    }
    if (ours.equals("readiness")) {
      process.note(
          fields.place(key),
          key,
          "a process that is not ready is not restarted; 'liveness' does that");
    }
  }

  /** Reads the line of output that says that it is ready. */
  void readyLine() {
    Optional<String> line = fields.text("ready_log_line");
    if (line.isPresent()) {
      ObjectNode readiness = process.map("readiness");
      readiness.put("log", Texts.literal(line.get()));
    }
  }
}
