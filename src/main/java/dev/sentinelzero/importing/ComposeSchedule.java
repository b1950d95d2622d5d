package dev.sentinelzero.importing;

import dev.sentinelzero.units.Durations;
import java.util.Optional;

/** The schedule of a process of process-compose. */
final class ComposeSchedule {
  private ComposeSchedule() {}

  static void read(Fields fields, ProcessDraft process) {
    Optional<Fields> schedule = fields.map("schedule");
    if (schedule.isEmpty()) {
      return;
    }
    Fields own = schedule.get();
    Optional<String> cron = own.text("cron");
    Optional<String> interval = own.text("interval");
    if (cron.isPresent() && Cron.isFive(cron.get())) {
      process.put("schedule.cron", cron.get().strip());
      own.text("timezone")
          .filter(zone -> !zone.equals("Local"))
          .ifPresent(zone -> process.put("schedule.timezone", zone));
    } else if (cron.isEmpty() && isDuration(interval.orElse(""))) {
      process.put("schedule.every", interval.orElseThrow());
    } else {
      process.unmapped(
          own.place(cron.isPresent() ? "cron" : "interval"),
          "schedule",
          "neither a cron expression of five fields nor a duration");
      return;
    }
    int most = own.number("max_concurrent").orElse(1);
    process.put("schedule.overlap", most > 1 ? "allow" : "skip").put("schedule.misfire", "skip");
    if (most > 1) {
      process.note(
          own.place("max_concurrent"), "max_concurrent", "runs may overlap without a limit");
    }
    if (own.flag("run_on_start").orElse(false)) {
      process.unmapped(
          own.place("run_on_start"), "run_on_start", "'sentinelzero schedule run' runs it at once");
    }
    for (String other : own.others()) {
      process.unmapped(own.place(other), "schedule." + other, "process-compose has no such key");
    }
  }

  private static boolean isDuration(String text) {
    try {
      return !text.isEmpty() && !Durations.parse(text).isZero();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
