package dev.sentinelzero.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys of a process file. */
final class Keys {
  static final List<String> TOP =
      List.of("version", "project", "defaults", "policies", "processes");

  /** Further files that become part of a file; only files have it, never what the server takes. */
  static final String INCLUDE = "include";

  /** What only a process has. */
  static final List<String> COMMANDS = List.of("command", "shell");

  /** Keys whose maps are merged, key by key, with those of {@code defaults}. */
  static final List<String> MERGED =
      List.of("environment", "start", "stop", "hooks", "limits", "logs", "labels");

  /** What a process and {@code defaults} have. */
  static final List<String> SHARED =
      with(
          MERGED,
          "directory",
          "stdin",
          "env_file",
          "inherit",
          "group",
          "policy",
          "restart",
          "success_exits",
          "reload",
          "user",
          "umask",
          "depends_on",
          "schedule",
          "restart_at",
          "readiness",
          "liveness",
          "watch");

  /** What a process has. */
  static final List<String> PROCESS = with(COMMANDS, SHARED.toArray(String[]::new));

  /** What is said of a process as one of several, beside its own keys. */
  static final String INSTANCES = "instances";

  /** The template of an instance, in documents that are resolved. */
  static final String TEMPLATE = "template";

  /** Names of processes without any instance, in documents that are resolved. */
  static final String EMPTIED = "emptied";

  static final List<String> NEED = List.of("until", "restart");
  static final List<String> WATCH = List.of("paths", "ignore", "debounce");
  static final List<String> START = List.of("settle", "timeout");
  static final List<String> STOP = List.of("signal", "timeout", "scope", "leftovers");
  static final List<String> RELOAD = List.of("signal", "exec");
  static final List<String> HOOKS = List.of("before_start", "after_exit");
  static final List<String> LOGS = List.of("max_size", "keep", "max_age", "compress");
  static final List<String> VALUE = List.of("from", "step");

  /** Kernel limits in bytes, by the names of the process file and of the kernel. */
  static final List<String> BYTE_RESOURCES =
      List.of("core", "data", "fsize", "memlock", "stack", "as");

  static final List<String> LIMITS =
      with(
          BYTE_RESOURCES,
          "memory",
          "cpu",
          "open_files",
          "nice",
          "on_exceeded",
          "nproc",
          "cpu_time");

  static final List<String> SCHEDULE =
      List.of(
          "cron",
          "every",
          "at",
          "timezone",
          "overlap",
          "misfire",
          "jitter",
          "timeout",
          "from",
          "in_gap",
          "in_repeat",
          "enabled");

  static final List<String> POLICY =
      List.of(
          "restart",
          "max_retries",
          "window",
          "delay",
          "backoff",
          "max_delay",
          "jitter",
          "reset_after",
          "restart_on",
          "never_on",
          "retry_every",
          "success_exits",
          "immediate_after");

  /** What other tools call it. */
  static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("env", "environment"),
          Map.entry("cwd", "directory"),
          Map.entry("dir", "directory"),
          Map.entry("working_dir", "directory"),
          Map.entry("workdir", "directory"),
          Map.entry("cmd", "command"),
          Map.entry("exec", "command"),
          Map.entry("script", "command"),
          Map.entry("autorestart", "restart"),
          Map.entry("replicas", "instances"),
          Map.entry("numprocs", "instances"),
          Map.entry("instances_count", "instances"),
          Map.entry("cron", "schedule"),
          Map.entry("tz", "timezone"),
          Map.entry("services", "processes"),
          Map.entry("programs", "processes"),
          Map.entry("retries", "max_retries"),
          Map.entry("nofile", "open_files"),
          Map.entry("grace", "timeout"));

  private Keys() {}

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Arrays.stream(more)).toList();
  }
}
