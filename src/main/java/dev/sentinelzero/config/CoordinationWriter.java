package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Need;
import dev.sentinelzero.process.ProcessSpec.Coordination;
import dev.sentinelzero.process.ProcessSpec.Timed;
import dev.sentinelzero.process.ProcessSpec.WatchRule;
import dev.sentinelzero.units.Durations;

/** Writes what a process goes with, as {@link CoordinationReader} reads it. */
final class CoordinationWriter {
  private CoordinationWriter() {}

  static void write(ObjectNode process, Coordination coordination) {
    if (!coordination.needs().isEmpty()) {
      ObjectNode needs = process.putObject("depends_on");
      coordination.needs().forEach((name, need) -> need(needs, name, need));
    }
    coordination
        .timed()
        .ifPresent(
            timed ->
                process.set(
                    timed instanceof Timed.Runs ? "schedule" : "restart_at",
                    ScheduleWriter.schedule(timed.schedule())));
    ProbeWriter.write(process, coordination.probes());
    coordination.watch().ifPresent(rule -> watch(process.putObject("watch"), rule));
  }

  private static void need(ObjectNode needs, String name, Need need) {
    if (need.restart()) {
      needs.putObject(name).put("until", need.level().word()).put("restart", true);
    } else {
      needs.put(name, need.level().word());
    }
  }

  private static void watch(ObjectNode node, WatchRule rule) {
    ArrayNode paths = node.putArray("paths");
    rule.paths().forEach(paths::add);
    if (!rule.ignore().isEmpty()) {
      ArrayNode ignore = node.putArray("ignore");
      rule.ignore().forEach(ignore::add);
    }
    node.put("debounce", Durations.format(rule.debounce()));
  }
}
