package dev.sentinelzero.config;

import dev.sentinelzero.process.Need;
import dev.sentinelzero.process.ProcessSpec.Coordination;
import dev.sentinelzero.process.ProcessSpec.Timed;
import dev.sentinelzero.process.ProcessSpec.WatchRule;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads what a process goes with: others, time, probes, files. */
final class CoordinationReader {
  /** How long nothing must change in watched files where nothing else is said. */
  static final Duration DEBOUNCE = Duration.ofMillis(500);

  private static final Map<String, Need.Level> LEVELS =
      SpecReader.words(Need.Level.values(), Need.Level::word);

  private final Section process;

  private CoordinationReader(Section process) {
    this.process = process;
  }

  static Coordination read(Section process) {
    CoordinationReader reader = new CoordinationReader(process);
    return new Coordination(
        reader.needs(), reader.timed(), ProbeReader.read(process), reader.watch());
  }

  /** A list of names, or a map of names and how far each must be. */
  private Map<String, Need> needs() {
    Map<String, Need> needs = new LinkedHashMap<>();
    Optional<Item> item = process.item("depends_on");
    if (item.orElse(null) instanceof Item.Mapping map) {
      Section section = process.section(map).orElseThrow();
      map.entries()
          .forEach(
              (name, entry) -> {
                checkName(entry.key(), name);
                need(section, name, entry).ifPresent(need -> needs.put(name, need));
              });
    } else {
      process
          .texts("depends_on")
          .orElse(List.of())
          .forEach(
              name -> {
                checkName(process.spot("depends_on"), name);
                needs.put(name, new Need(Need.Level.STARTED, false));
              });
    }
    return Collections.unmodifiableMap(needs);
  }

  private void checkName(Item.Spot spot, String name) {
    process.parse(spot, name, DocumentReader::name);
  }

  private static Optional<Need> need(Section section, String name, Item.Entry entry) {
    if (!(entry.value() instanceof Item.Mapping)) {
      return section.word(name, LEVELS).map(level -> new Need(level, false));
    }
    Optional<Section> words = section.section(entry.value());
    words.ifPresent(one -> one.allow(Keys.NEED));
    return words.map(
        one ->
            new Need(
                one.word("until", LEVELS).orElse(Need.Level.STARTED),
                one.flag("restart").orElse(false)));
  }

  /** Times without a zone of their own are those of this machine's clock. */
  private Optional<Timed> timed() {
    ZoneId zone = ZoneId.systemDefault();
    Optional<Timed> runs = ScheduleReader.read(process, "schedule", zone).map(Timed.Runs::new);
    Optional<Timed> restarts =
        ScheduleReader.read(process, "restart_at", zone).map(Timed.Restarts::new);
    if (process.item("schedule").isPresent() && process.item("restart_at").isPresent()) {
      process
          .problems()
          .add(
              process.spot("restart_at"),
              "goes without 'schedule': a process runs at its times, or is kept running");
    }
    return runs.or(() -> restarts);
  }

  private Optional<WatchRule> watch() {
    Optional<Item> item = process.item("watch");
    if (item.isEmpty()) {
      return Optional.empty();
    }
    if (!(item.get() instanceof Item.Mapping)) {
      return process.paths("watch").map(paths -> new WatchRule(paths, List.of(), DEBOUNCE));
    }
    return process.section("watch").map(CoordinationReader::watch);
  }

  private static String glob(String text) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + text);
      return text;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no glob: " + e.getDescription(), e);
    }
  }

  private static WatchRule watch(Section watch) {
    watch.allow(Keys.WATCH);
    List<String> paths = watch.paths("paths").orElse(List.of());
    if (paths.isEmpty() && watch.item("paths").isEmpty()) {
      watch.problems().add(watch.map().spot(), "must have 'paths'");
    }
    return new WatchRule(
        paths,
        watch.list("ignore", CoordinationReader::glob).orElse(List.of()),
        watch.positiveDuration("debounce").orElse(DEBOUNCE));
  }
}
