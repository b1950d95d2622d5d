package dev.sentinelzero.importing;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When pm2 starts an app again. */
final class Pm2Restart {
  private static final int MOST_RESTARTS = 16;
  private static final String UPTIME = "1000";

  private Pm2Restart() {}

  static void read(Fields app, ProcessDraft process) {
    int restarts = app.number("max_restarts").orElse(MOST_RESTARTS);
    Duration uptime = time(app, "min_uptime", UPTIME);
    Duration delay = time(app, "restart_delay", "0");
    Duration growing = time(app, "exp_backoff_restart_delay", "0");
    List<String> codes = codes(app);
    if (!app.flag("autorestart").orElse(true)) {
      process.put("restart", "never");
      return;
    }
    process.put("restart.restart", "always").put("restart.max_retries", restarts);
    if (growing.isZero()) {
      process.put("restart.delay", delay).put("restart.backoff", 1);
      process.put("restart.reset_after", uptime);
    } else {
      process.put("restart.delay", growing);
      process.put("restart.backoff", com.fasterxml.jackson.databind.node.DoubleNode.valueOf(1.5));
      process.put("restart.max_delay", longer(growing, Duration.ofSeconds(15)));
      process.put("restart.reset_after", longer(uptime, Duration.ofSeconds(30)));
      process.note(
          app.place("exp_backoff_restart_delay"),
          "exp_backoff_restart_delay",
          "pauses and the count of restarts start anew together, after 30s up");
    }
    if (!codes.isEmpty()) {
      process.put("restart.never_on", codes).put("success_exits", codes);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static List<String> codes(Fields app) {
    List<String> codes = new ArrayList<>();
    for (String code : app.texts("stop_exit_codes").orElse(List.of())) {
      if (!code.matches("\\d{1,3}") || Integer.parseInt(code) > 255) {
        throw app.wrong("stop_exit_codes", "exit codes, 0 to 255");
      }
      codes.add(code);
    }
    return codes;
  }

  /** Milliseconds, or a number with h, m or s. */
  private static Duration time(Fields app, String key, String standard) {
    String text = app.text(key).orElse(standard);
    if (!text.matches("\\d{1,9}(ms|s|m|h)?")) {
      throw app.wrong(key, "milliseconds, or a number with s, m or h");
    }
    return Durations.parse(text.matches("\\d+") ? text + "ms" : text);
  }
}
