package dev.sentinelzero.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of the daemon's settings, with their defaults. */
public enum SettingKey {
  /** Where the dashboard and remote clients connect. */
  HTTP_ADDRESS("http.address", "127.0.0.1"),
  /** The port, 0 to 65535; 0 takes a free one. */
  HTTP_PORT("http.port", "8420"),
  /** Addresses under which the dashboard is reached from outside, separated by commas. */
  HTTP_PUBLIC_URLS("http.public_urls", ""),
  /** The daemon's own log: error, warn, info, debug or trace. */
  LOGGING_LEVEL("logging.level", "info"),
  /** The daemon's own log: human or json. */
  LOGGING_FORMAT("logging.format", "human"),
  /** How often usage is sampled. */
  MONITORING_INTERVAL("monitoring.interval", "10s"),
  /** PATH of the processes; empty: the system's. */
  ENVIRONMENT_PATH("environment.path", ""),
  /** Rows of the transaction log that are kept. */
  EVENTS_KEEP("events.keep", "100000"),
  /** How long rows of the transaction log are kept. */
  EVENTS_MAX_AGE("events.max_age", "90d"),
  /** Runs that are kept of each process. */
  RUNS_KEEP("runs.keep", "100"),
  /** Size of all logs together. */
  LOGS_TOTAL("logs.total", "5GiB"),
  /** Consecutive samples over a limit before it counts as exceeded. */
  LIMITS_SAMPLES("limits.samples", "3"),
  /** What happens in this time after the first event is told in one message. */
  NOTIFICATIONS_GROUP_WINDOW("notifications.group_window", "10s"),
  /** Messages to one target in some time, such as 20 per 10m. */
  NOTIFICATIONS_LIMIT("notifications.limit", "20 per 10m"),
  /** So many restarts in a row are told as a failure. */
  NOTIFICATIONS_AFTER_RESTARTS("notifications.after_restarts", "3"),
  /** So long a process must be well before it is told to have recovered. */
  NOTIFICATIONS_RECOVERED_AFTER("notifications.recovered_after", "30s");

  private final String path;
  private final String standard;

  SettingKey(String path, String standard) {
    this.path = path;
    this.standard = standard;
  }

  /** The key as it is written. */
  public String path() {
    return path;
  }

  /** The text that counts where nothing is set. */
  public String standard() {
    return standard;
  }

  /** The variable that overrides the key, such as {@code SENTINELZERO_CONFIG_HTTP__PORT}. */
  public String variable() {
    return DaemonSettings.VARIABLES + path.replace(".", "__").toUpperCase(java.util.Locale.ROOT);
  }

  /** The key of a path. */
  public static Optional<SettingKey> of(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  /** All paths, in their order. */
  public static List<String> paths() {
    return Arrays.stream(values()).map(SettingKey::path).toList();
  }

  /** The key within its section. */
  String leaf() {
    return path.substring(path.indexOf('.') + 1);
  }
}
