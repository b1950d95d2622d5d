package dev.sentinelzero.config;

import dev.sentinelzero.schedule.ClockChanges;
import dev.sentinelzero.schedule.ClockChanges.InGap;
import dev.sentinelzero.schedule.ClockChanges.InRepeat;
import dev.sentinelzero.schedule.CronExpression;
import dev.sentinelzero.schedule.Misfire;
import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Schedule.Manner;
import dev.sentinelzero.schedule.Timing;
import dev.sentinelzero.schedule.Timing.From;
import dev.sentinelzero.schedule.Zones;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads the schedule of a process: a bare text, or a map of when and how. */
final class ScheduleReader {
  private static final List<String> TIMINGS = List.of("cron", "every", "at");

  private final Section words;
  private final ZoneId zone;

  private ScheduleReader(Section words, ZoneId base) {
    this.words = words;
    this.zone = zone(words).orElse(base);
  }

  /**
   * Reads what stands behind {@code schedule} or {@code restart_at}.
   *
   * @param process the process that may have one
   * @param key which of them
   * @param base the zone where the schedule names none
   * @return empty when there is none, or when it was refused, with the problems added
   */
  static Optional<Schedule> read(Section process, String key, ZoneId base) {
    return process.item(key).flatMap(item -> read(process, key, item, base));
  }

  private static Optional<Schedule> read(Section process, String key, Item item, ZoneId base) {
    if (item instanceof Item.Scalar) {
      return process
          .parsed(key, text -> Timing.parse(text, base))
          .map(timing -> Schedule.of(timing, base));
    }
    return process.section(item).flatMap(words -> new ScheduleReader(words, base).schedule());
  }

  private static Optional<ZoneId> zone(Section words) {
    Optional<String> text = words.text("timezone");
    Optional<ZoneId> zone = text.flatMap(Zones::find);
    if (text.isPresent() && zone.isEmpty()) {
      words
          .problems()
          .add(words.spot("timezone"), Zones.refusal(text.get()), Zones.nearest(text.get()));
    }
    return zone;
  }

  private Optional<Schedule> schedule() {
    words.allow(Keys.SCHEDULE);
    Optional<Timing> timing = timing();
    Overlap overlap =
        words
            .word("overlap", SpecReader.words(Overlap.values(), Overlap::word))
            .orElse(Overlap.SKIP);
    Misfire misfire =
        words
            .word("misfire", SpecReader.words(Misfire.values(), Misfire::word))
            .orElse(Misfire.LATEST);
    Manner manner =
        new Manner(
            words.parsed("jitter", ScheduleReader::jitter).orElse(Duration.ZERO),
            words.positiveDuration("timeout"),
            clockChanges(),
            words.flag("enabled").orElse(true));
    try {
      return timing.map(when -> new Schedule(when, zone, overlap, misfire, manner));
    } catch (IllegalArgumentException e) {
      words.problems().add(words.spot("jitter"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A jitter within its bounds. */
  private static Duration jitter(String text) {
    Duration jitter = Numbers.duration(text);
    return new Manner(jitter, Optional.empty(), ClockChanges.ONCE_A_DAY, true).jitter();
  }

  private Optional<Timing> timing() {
    List<String> given = TIMINGS.stream().filter(words.map().entries()::containsKey).toList();
    if (given.isEmpty()) {
      words.problems().add(words.map().spot(), "must have one of 'cron', 'every' and 'at'");
    }
    for (String second : given.subList(Math.min(1, given.size()), given.size())) {
      words
          .problems()
          .add(words.spot(second), "goes without '" + given.getFirst() + "': one of them decides");
    }
    onlyWith("every", "from");
    Optional<From> from = words.word("from", SpecReader.words(From.values(), From::word));
    Optional<Timing> cron =
        words.parsed("cron", text -> new Timing.Cron(CronExpression.parse(text)));
    Optional<Timing> every =
        words.parsed(
            "every", text -> new Timing.Every(Numbers.duration(text), from.orElse(From.START)));
    Optional<Timing> at = words.parsed("at", text -> Timing.At.parse(text, zone));
    return cron.or(() -> every).or(() -> at);
  }

  private ClockChanges clockChanges() {
    onlyWith("cron", "in_gap");
    onlyWith("cron", "in_repeat");
    return new ClockChanges(
        words.word("in_gap", SpecReader.words(InGap.values(), InGap::word)).orElse(InGap.RUN),
        words
            .word("in_repeat", SpecReader.words(InRepeat.values(), InRepeat::word))
            .orElse(InRepeat.FIRST));
  }

  private void onlyWith(String timing, String key) {
    Item.Entry entry = words.map().entries().get(key);
    if (entry != null && !words.map().entries().containsKey(timing)) {
      words.problems().add(entry.key(), "goes with '" + timing + "' only");
    }
  }
}
