package dev.sentinelzero.config;

import dev.sentinelzero.alerts.Notifications;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.units.Sizes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon's settings: {@code config.yaml} in the home, overridden by {@code
 * SENTINELZERO_CONFIG_…} variables.
 *
 * @param http where it serves
 * @param logging its own log
 * @param monitoringInterval how often usage is sampled, a second or more
 * @param environmentPath PATH of the processes; absent: the system's
 * @param retention how much is kept
 * @param limitSamples consecutive samples over a limit before it counts as exceeded, 1 or more
 * @param notifications who is told when something goes wrong
 * @param entries every setting as text, with where it comes from, in the order of {@link
 *     SettingKey}
 */
public record DaemonSettings(
    Http http,
    Logging logging,
    Duration monitoringInterval,
    Optional<String> environmentPath,
    Retention retention,
    int limitSamples,
    Notifications notifications,
    List<Entry> entries) {
  /** What the names of overriding variables begin with. */
  public static final String VARIABLES = "SENTINELZERO_CONFIG_";

  /**
   * Where it serves.
   *
   * @param port 0 to 65535
   * @param publicUrls addresses under which it is reached from outside
   */
  public record Http(String address, int port, List<String> publicUrls) {}

  /**
   * Its own log.
   *
   * @param level error, warn, info, debug or trace
   * @param format human or json
   */
  public record Logging(String level, String format) {}

  /**
   * How much is kept.
   *
   * @param events rows of the transaction log
   * @param eventAge how long they are kept
   * @param runs of each process
   * @param logBytes of all logs together
   */
  public record Retention(long events, Duration eventAge, int runs, long logBytes) {}

  /** Where a setting comes from. */
  public enum Origin {
    /** Nothing is set. */
    DEFAULT,
    /** {@code config.yaml}. */
    FILE,
    /** A variable. */
    ENVIRONMENT;

    /** As it is shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A setting.
   *
   * @param value its text
   */
  public record Entry(SettingKey key, String value, Origin origin) {}

  /**
   * Reads the settings.
   *
   * @param file the text of {@code config.yaml}; empty when there is none
   * @param environment the daemon's environment
   * @throws ProblemsException with everything that is wrong; problems of variables have line 0 and
   *     the variable's name as path
   */
  public static DaemonSettings read(String file, Map<String, String> environment) {
    return SettingsReader.read(file, environment);
  }

  /** The entry of a key. */
  public Entry entry(SettingKey key) {
    return entries.get(key.ordinal());
  }

  /** The settings of checked values. */
  static DaemonSettings of(Map<SettingKey, Entry> all, Values values, List<Target> targets) {
    return new DaemonSettings(
        new Http(
            values.text(SettingKey.HTTP_ADDRESS),
            (int) values.number(SettingKey.HTTP_PORT),
            values.list(SettingKey.HTTP_PUBLIC_URLS)),
        new Logging(values.text(SettingKey.LOGGING_LEVEL), values.text(SettingKey.LOGGING_FORMAT)),
        values.duration(SettingKey.MONITORING_INTERVAL),
        Optional.of(values.text(SettingKey.ENVIRONMENT_PATH)).filter(text -> !text.isEmpty()),
        new Retention(
            values.number(SettingKey.EVENTS_KEEP),
            values.duration(SettingKey.EVENTS_MAX_AGE),
            (int) values.number(SettingKey.RUNS_KEEP),
            Sizes.parse(values.text(SettingKey.LOGS_TOTAL))),
        (int) values.number(SettingKey.LIMITS_SAMPLES),
        new Notifications(
            targets,
            NotificationsReader.rules(
                values.duration(SettingKey.NOTIFICATIONS_GROUP_WINDOW),
                values.text(SettingKey.NOTIFICATIONS_LIMIT)),
            (int) values.number(SettingKey.NOTIFICATIONS_AFTER_RESTARTS),
            values.duration(SettingKey.NOTIFICATIONS_RECOVERED_AFTER)),
        List.copyOf(new EnumMap<>(all).values()));
  }

  /** Texts that were checked before. */
  record Values(Map<SettingKey, Entry> all) {
    String text(SettingKey key) {
      Entry entry = all.get(key);
      return entry == null ? key.standard() : entry.value();
    }

    long number(SettingKey key) {
      return Long.parseLong(text(key));
    }

    Duration duration(SettingKey key) {
      return dev.sentinelzero.units.Durations.parse(text(key));
    }

    List<String> list(SettingKey key) {
      return List.of(text(key).split(",")).stream()
          .map(String::strip)
          .filter(one -> !one.isEmpty())
          .toList();
    }
  }
}
