package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec.Timed;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/** How schedules and their runs look in answers. */
final class ScheduleViews {
  private ScheduleViews() {}

  static Optional<Timed> timed(Managed managed) {
    return managed.definition().spec().coordination().timed();
  }

  /** The schedule of a process that has one. */
  static ObjectNode of(Managed managed) {
    Timed timed = timed(managed).orElseThrow();
    Schedule schedule = timed.schedule();
    Agenda agenda = managed.agenda();
    ObjectNode view = Json.object();
    view.put("name", managed.name().value());
    view.put("project", managed.definition().project());
    view.put("action", timed instanceof Timed.Runs ? "run" : "restart");
    view.put("timing", schedule.timing().text());
    view.put("description", schedule.describe());
    view.set("schedule", SpecWriter.schedule(schedule));
    view.put("enabled", agenda.enabled());
    view.put("state", managed.state().word());
    view.put("wanted", managed.wanted().word());
    view.put("next_run_at", managed.nextDue().map(Views::time).orElse(null));
    view.put(
        "running_planned_at",
        agenda.current().map(Agenda.Occurrence::planned).map(Views::time).orElse(null));
    view.put("waiting", agenda.waiting().size());
    view.put("reason", managed.history().reason().text());
    view.put("code", managed.history().reason().code());
    return view;
  }

  /** A planned run. */
  static ObjectNode firing(Archive.PastFiring past) {
    Firing firing = past.firing();
    ObjectNode view = Json.object();
    view.put("planned_at", Views.time(firing.occurrence().planned()));
    view.put("started_at", started(past).map(Views::time).orElse(null));
    view.put("ended_at", past.report().map(ExitReport::at).map(Views::time).orElse(null));
    view.put("trigger", firing.occurrence().cause().word());
    view.put("outcome", firing.outcome().word());
    view.set("exit", past.report().map(report -> Views.exit(report.exit())).orElse(null));
    view.put("run", firing.run().map(RunId::value).orElse(null));
    view.put("reason", firing.reason().text());
    view.put("code", firing.reason().code());
    return view;
  }

  /** A daemon that died as it began the run did not note when; how long it was up is known. */
  private static Optional<Instant> started(Archive.PastFiring past) {
    return past.started().or(() -> past.report().map(report -> report.at().minus(report.up())));
  }
}
