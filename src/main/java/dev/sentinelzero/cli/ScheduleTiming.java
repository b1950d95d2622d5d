package dev.sentinelzero.cli;

import dev.sentinelzero.schedule.Anchor;
import dev.sentinelzero.schedule.CronExpression;
import dev.sentinelzero.schedule.Fires;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import dev.sentinelzero.schedule.Zones;
import dev.sentinelzero.units.Durations;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * When something is to run, as it was typed; wrong times are told before anybody is asked.
 *
 * @param timing the times
 * @param zone the zone of {@code --timezone}, else that of this machine's clock
 */
record ScheduleTiming(Timing timing, ZoneId zone) {
  static final Option TIMEZONE =
      Option.valued("timezone", "Z", "the clock that counts, such as Europe/Paris");

  private static final List<String> FORMS = List.of("cron", "every", "at");

  /** From one of {@code --cron}, {@code --every} and {@code --at}. */
  static ScheduleTiming ofOptions(Arguments arguments) {
    List<String> given = FORMS.stream().filter(arguments::has).toList();
    if (given.size() != 1) {
      throw Failure.usage(
          given.isEmpty() ? "when it runs is missing" : "--" + given.get(1) + " is one too many",
          "give one of --cron '0 2 * * *', --every 90m and --at 2027-01-31T08:00");
    }
    ZoneId zone = zone(arguments);
    String form = given.getFirst();
    String text = arguments.text(form).orElse("");
    return new ScheduleTiming(
        parsed(
            "--" + form,
            () ->
                switch (form) {
                  case "cron" -> new Timing.Cron(CronExpression.parse(text));
                  case "every" -> new Timing.Every(Durations.parse(text), Timing.From.START);
                  default -> Timing.At.parse(text, zone);
                }),
        zone);
  }

  /**
   * From an expression.
   *
   * @param what it is called in what is told of a wrong one
   */
  static ScheduleTiming ofExpression(String what, String text, Arguments arguments) {
    ZoneId zone = zone(arguments);
    return new ScheduleTiming(parsed(what, () -> Timing.parse(text, zone)), zone);
  }

  /** The zone of {@code --timezone}, else that of this machine's clock. */
  static ZoneId zone(Arguments arguments) {
    return arguments
        .text("timezone")
        .map(text -> parsed("--timezone", () -> Zones.parse(text)))
        .orElseGet(ZoneId::systemDefault);
  }

  /** What is parsed; a text that is refused is a usage error. */
  static <T> T parsed(String what, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          (what.isEmpty() ? "" : what + ": ") + Visible.of(String.valueOf(e.getMessage())), "");
    }
  }

  Schedule schedule() {
    return Schedule.of(timing, zone);
  }

  /** The same; times that are all past are a usage error. */
  ScheduleTiming inFuture(Instant now) {
    if (Fires.next(schedule(), now, Anchor.armed(now)).isEmpty()) {
      throw Failure.usage(
          "it would never run: " + schedule().describe() + " is past",
          "give a time in the future; nothing was changed");
    }
    return this;
  }

  /** In the words of the process file. */
  Map<String, Object> words() {
    Map<String, Object> words = new LinkedHashMap<>();
    String key =
        timing instanceof Timing.Cron ? "cron" : timing instanceof Timing.At ? "at" : "every";
    words.put(key, timing.text());
    words.put("timezone", zone.getId());
    return words;
  }
}
