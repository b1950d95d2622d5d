package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.importing.UnitFile.Line;
import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A timer of systemd. */
final class SystemdTimer {
  private final UnitFile file;
  private final Findings findings;

  SystemdTimer(UnitFile file, Session session) {
    this.file = file;
    this.findings = session.findings();
  }

  /** The schedules that say the same; none when there is no such. */
  List<ObjectNode> schedules() {
    List<ObjectNode> schedules = new ArrayList<>();
    calendars()
        .forEach(
            (zone, crons) ->
                Cron.combined(crons).forEach(cron -> schedules.add(calendar(zone, cron))));
    for (String key : List.of("OnUnitActiveSec", "OnUnitInactiveSec")) {
      file.last(key).ifPresent(line -> every(line, schedules));
    }
    if (schedules.size() > 1) {
      findings.note(
          file.effective().getFirst().place(),
          "",
          "a process has one schedule, so there is a process for each");
    }
    schedules.forEach(this::common);
    others();
    return schedules;
  }

  private Map<String, List<String>> calendars() {
    Map<String, List<String>> crons = new LinkedHashMap<>();
    for (Line line : file.all("OnCalendar")) {
      Optional<Calendar.Times> times = Calendar.times(line.value());
      if (times.isEmpty()) {
        findings.unmapped(
            line.place(),
            "OnCalendar",
            "five cron fields can't say this exactly; write a schedule by hand");
      } else {
        crons
            .computeIfAbsent(times.get().zone(), zone -> new ArrayList<>())
            .add(times.get().cron());
      }
    }
    return crons;
  }

  private static ObjectNode calendar(String zone, String cron) {
    ObjectNode schedule = JsonNodeFactory.instance.objectNode().put("cron", cron);
    return zone.isEmpty() ? schedule : schedule.put("timezone", zone);
  }

  private void every(Line line, List<ObjectNode> schedules) {
    Optional<Duration> span = UnitWords.span(line.value(), line.place());
    if (span.isPresent() && !span.get().isZero()) {
      schedules.add(
          JsonNodeFactory.instance.objectNode().put("every", Durations.format(span.get())));
      findings.note(
          line.place(),
          line.key(),
          "counts from one planned start to the next, whatever a run takes");
    }
  }

  private void common(ObjectNode schedule) {
    schedule.put("overlap", "skip");
    schedule.put("misfire", file.flag("Persistent", false) ? "latest" : "skip");
    file.last("RandomizedDelaySec")
        .flatMap(line -> UnitWords.span(line.value(), line.place()))
        .filter(span -> !span.isZero())
        .ifPresent(span -> schedule.put("jitter", Durations.format(span)));
  }

  private void others() {
    for (Line line : file.effective()) {
      switch (line.key()) {
        case "OnCalendar",
            "OnUnitActiveSec",
            "OnUnitInactiveSec",
            "Persistent",
            "RandomizedDelaySec",
            "Unit",
            "Description" -> {}
        case "AccuracySec" ->
            findings.unmapped(line.place(), line.key(), line.value(), "schedules are exact");
        case "OnBootSec", "OnStartupSec", "OnActiveSec" ->
            findings.unmapped(
                line.place(),
                line.key(),
                line.value(),
                "times since the boot are no schedule; 'sentinelzero schedule run' runs it at once");
        case "WakeSystem",
            "RemainAfterElapse",
            "FixedRandomDelay",
            "OnClockChange",
            "OnTimezoneChange" ->
            findings.unmapped(line.place(), line.key(), line.value(), "it has no counterpart");
        default -> SystemdKeys.leave(line, findings);
      }
    }
  }
}
