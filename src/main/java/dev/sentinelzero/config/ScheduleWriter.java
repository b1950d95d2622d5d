package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import dev.sentinelzero.units.Durations;

/**
 * Writes schedules in the keys of the process file. Nothing is left to defaults; {@link
 * ScheduleReader} gives the same value again.
 */
final class ScheduleWriter {
  private ScheduleWriter() {}

  static ObjectNode schedule(Schedule schedule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Timing timing = schedule.timing();
    Schedule.Manner manner = schedule.manner();
    switch (timing) {
      case Timing.Cron cron -> node.put("cron", timing.text());
      case Timing.Every every -> node.put("every", timing.text()).put("from", every.from().word());
      case Timing.At at -> node.put("at", timing.text());
    }
    node.put("timezone", schedule.zone().getId());
    node.put("overlap", schedule.overlap().word());
    node.put("misfire", schedule.misfire().word());
    node.put("jitter", Durations.format(manner.jitter()));
    manner.timeout().ifPresent(timeout -> node.put("timeout", Durations.format(timeout)));
    if (timing instanceof Timing.Cron) {
      node.put("in_gap", manner.clockChanges().inGap().word());
      node.put("in_repeat", manner.clockChanges().inRepeat().word());
    }
    node.put("enabled", manner.enabled());
    return node;
  }
}
