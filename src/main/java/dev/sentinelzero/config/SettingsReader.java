package dev.sentinelzero.config;

import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.config.DaemonSettings.Entry;
import dev.sentinelzero.config.DaemonSettings.Origin;
import dev.sentinelzero.config.Item.Spot;
import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the daemon's settings. */
final class SettingsReader {
  private final Problems problems = new Problems();
  private final Map<SettingKey, Entry> entries = new EnumMap<>(SettingKey.class);

  private List<Target> targets = List.of();

  private SettingsReader() {
    for (SettingKey key : SettingKey.values()) {
      entries.put(key, new Entry(key, key.standard(), Origin.DEFAULT));
    }
  }

  static DaemonSettings read(String file, Map<String, String> environment) {
    SettingsReader reader = new SettingsReader();
    if (file.lines().anyMatch(line -> !line.isBlank() && !line.strip().startsWith("#"))) {
      YamlTree.read(file, reader.problems).ifPresent(reader::file);
    }
    new TreeMap<>(environment).forEach(reader::variable);
    reader.problems.throwIfAny();
    return DaemonSettings.of(
        reader.entries, new DaemonSettings.Values(reader.entries), reader.targets);
  }

  private void file(Item root) {
    Item.Mapping none = new Item.Mapping(root.spot(), Map.of());
    new Section(none, Resolver.LITERAL, problems)
        .section(root)
        .ifPresent(
            top -> {
              top.allow(sections());
              top.map().entries().forEach((name, entry) -> part(top, name));
            });
  }

  private static Set<String> sections() {
    Set<String> sections = new LinkedHashSet<>();
    SettingKey.paths().forEach(path -> sections.add(path.substring(0, path.indexOf('.'))));
    return sections;
  }

  private void part(Section top, String name) {
    if (!sections().contains(name)) {
      return;
    }
    List<SettingKey> keys =
        entries.keySet().stream().filter(key -> key.path().startsWith(name + ".")).toList();
    top.section(name)
        .ifPresent(
            section -> {
              List<String> known = new ArrayList<>(keys.stream().map(SettingKey::leaf).toList());
              if (name.equals("notifications")) {
                known.add(NotificationsReader.TARGETS);
                targets = NotificationsReader.targets(section);
              }
              section.allow(known);
              keys.forEach(key -> setting(section, key));
            });
  }

  private void setting(Section section, SettingKey key) {
    Optional<String> text =
        key == SettingKey.HTTP_PUBLIC_URLS
            ? section.texts(key.leaf()).map(list -> String.join(",", list))
            : section.text(key.leaf());
    text.ifPresent(value -> take(section.spot(key.leaf()), key, value, Origin.FILE));
  }

  private void variable(String name, String value) {
    if (!name.startsWith(DaemonSettings.VARIABLES)) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (SettingKey key : SettingKey.values()) {
      names.add(key.variable());
      if (key.variable().equals(name)) {
        take(new Spot(name, 0, 0), key, value, Origin.ENVIRONMENT);
        return;
      }
    }
    problems.addNear(new Spot(name, 0, 0), "there is no such setting", name, names);
  }

  private void take(Spot spot, SettingKey key, String value, Origin origin) {
    try {
      check(key, value);
      entries.put(key, new Entry(key, value, origin));
    } catch (IllegalArgumentException e) {
      problems.add(spot, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the text of a setting.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static void check(SettingKey key, String value) {
    switch (key) {
      case HTTP_ADDRESS -> oneWord(value);
      case HTTP_PORT -> whole(value, 0, 65_535);
      case HTTP_PUBLIC_URLS -> urls(value);
      case LOGGING_LEVEL -> oneOf(value, List.of("error", "warn", "info", "debug", "trace"));
      case LOGGING_FORMAT -> oneOf(value, List.of("human", "json"));
      case MONITORING_INTERVAL -> atLeast(value, Duration.ofSeconds(1));
      case ENVIRONMENT_PATH -> {
        if (value.indexOf('\0') >= 0 || value.indexOf('\n') >= 0) {
          throw new IllegalArgumentException("must be one line");
        }
      }
      case EVENTS_KEEP -> whole(value, 0, 1_000_000_000);
      case EVENTS_MAX_AGE -> atLeast(value, Duration.ofMinutes(1));
      case RUNS_KEEP -> whole(value, 1, 1_000_000);
      case LOGS_TOTAL -> dev.sentinelzero.units.Sizes.parse(value);
      case LIMITS_SAMPLES -> whole(value, 1, 1000);
      case NOTIFICATIONS_GROUP_WINDOW -> atMost(value, Duration.ofHours(1));
      case NOTIFICATIONS_LIMIT -> NotificationsReader.rules(Duration.ZERO, value);
      case NOTIFICATIONS_AFTER_RESTARTS -> whole(value, 1, 1000);
      case NOTIFICATIONS_RECOVERED_AFTER -> atMost(value, Duration.ofDays(1));
    }
  }

  private static void oneWord(String value) {
    if (!value.matches("[A-Za-z0-9_.:%\\[\\]-]+")) {
      throw new IllegalArgumentException("'" + value + "' is not an address");
    }
  }

  private static void whole(String value, long least, long most) {
    if (!value.matches("\\d{1,10}")
        || Long.parseLong(value) < least
        || Long.parseLong(value) > most) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a whole number, " + least + " to " + most);
    }
  }

  private static void urls(String value) {
    for (String url : value.split(",")) {
      if (!url.isBlank() && !url.strip().matches("https?://[^\\s/]+/?")) {
        throw new IllegalArgumentException("'" + url + "' is not an http or https address");
      }
    }
  }

  private static void oneOf(String value, List<String> words) {
    if (!words.contains(value)) {
      throw new IllegalArgumentException("'" + value + "' is none of " + String.join(", ", words));
    }
  }

  private static void atMost(String value, Duration most) {
    if (Durations.parse(value).compareTo(most) > 0) {
      throw new IllegalArgumentException("must be " + Durations.format(most) + " or shorter");
    }
  }

  private static void atLeast(String value, Duration least) {
    if (Durations.parse(value).compareTo(least) < 0) {
      throw new IllegalArgumentException("must be " + Durations.format(least) + " or longer");
    }
  }
}
