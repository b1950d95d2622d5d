package dev.sentinelzero.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said about the keys of pm2 that have no place in a process file. */
final class Pm2Keys {
  private static final Map<String, String> LEFT_OUT = leftOut();

  private Pm2Keys() {}

  /** Why a key is left out. */
  static String whyLeftOut(String key) {
    return LEFT_OUT.getOrDefault(key, "pm2 has no such key");
  }

  private static Map<String, String> leftOut() {
    Map<String, String> all = new LinkedHashMap<>();
    String output = "output is kept by the daemon; 'sentinelzero logs' shows it";
    for (String key :
        List.of(
            "out_file",
            "out",
            "output",
            "out_log",
            "error_file",
            "error",
            "err",
            "err_file",
            "err_log",
            "log_file",
            "log",
            "disable_logs",
            "log_type",
            "log_date_format",
            "time")) {
      all.put(key, output);
    }
    all.put("merge_logs", "each instance keeps its own log; 'sentinelzero logs NAME' merges them");
    all.put("combine_logs", all.get("merge_logs"));
    all.put("pid_file", "no pid file is written; 'sentinelzero status' knows the pid");
    all.put("pid", all.get("pid_file"));
    all.put(
        "wait_ready",
        "there is no channel to node; use 'readiness', of the kind log, http or notify");
    all.put("listen_timeout", "goes with wait_ready; 'start.timeout' bounds a start");
    all.put("shutdown_with_message", "there is no channel to node; a stop sends a signal");
    all.put(
        "filter_env", "nothing of the shell's environment is passed on unless 'inherit' names it");
    all.put("append_env_to_name", "write the name out");
    all.put("force", "a process is known by its name; the same script may run under several");
    all.put("watch_options", "'watch' has paths, ignore and debounce only");
    all.put("kill_retry_time", "a stop looks again by itself until nothing is left");
    all.put("name_prefix", "write the name out");
    for (String key :
        List.of(
            "source_map_support",
            "disable_source_map_support",
            "vizion",
            "pmx",
            "automation",
            "post_update",
            "trace",
            "disable_trace",
            "v8",
            "event_loop_inspector",
            "deep_monitoring",
            "io",
            "install_url",
            "windowsHide",
            "write",
            "username",
            "execute_command")) {
      all.put(key, "a matter of pm2 itself");
    }
    return all;
  }
}
