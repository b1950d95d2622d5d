package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Vitals;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How things look in answers. */
final class Views {
  private Views() {}

  /** A process, as {@code status --format json} has it. */
  static ObjectNode process(Managed managed, Moment now, Optional<Usage> usage) {
    ObjectNode view = Json.object();
    ProcessSpec spec = managed.definition().spec();
    view.put("name", managed.name().value());
    view.put("project", managed.definition().project());
    view.put("group", spec.group().orElse(null));
    view.put("state", managed.state().word());
    view.put("wanted", managed.wanted().word());
    view.put("pid", managed.identity().map(Identity::pid).orElse(null));
    view.put("run", managed.run().map(RunId::value).orElse(null));
    started(view, managed, now);
    view.put("restarts", managed.history().restarts());
    Vitals vitals =
        managed.state() instanceof State.Running running ? running.vitals() : Vitals.NONE;
    view.put("ready", vitals.ready().orElse(null));
    view.put("alive", vitals.alive().orElse(null));
    lastExit(view, managed);
    view.put("next_attempt_at", nextAttempt(managed));
    view.put("next_run_at", managed.nextDue().map(Views::time).orElse(null));
    usage(view, managed.state() instanceof State.Active ? usage : Optional.empty());
    view.put("reason", managed.history().reason().text());
    view.put("code", managed.history().reason().code());
    view.put("policy", policy(spec));
    view.set("command", Json.MAPPER.valueToTree(spec.execution().command()));
    view.set("labels", Json.MAPPER.valueToTree(spec.labels()));
    return view;
  }

  private static void started(ObjectNode view, Managed managed, Moment now) {
    if (managed.state() instanceof State.Running running) {
      Duration up = now.since(running.since());
      view.put("started_at", time(now.wall().minus(up)));
      view.put("uptime_seconds", Math.max(0, up.toMillis()) / 1000.0);
    } else {
      view.putNull("started_at");
      view.putNull("uptime_seconds");
    }
  }

  private static void lastExit(ObjectNode view, Managed managed) {
    if (managed.history().last().isEmpty()) {
      view.putNull("last_exit");
      return;
    }
    Managed.Last last = managed.history().last().orElseThrow();
    ObjectNode exit = exit(last.report().exit());
    exit.put("at", time(last.report().at()));
    exit.put("run", last.run().value());
    view.set("last_exit", exit);
  }

  private static @Nullable String nextAttempt(Managed managed) {
    return managed.state() instanceof State.BackingOff waiting
        ? time(waiting.until().wall())
        : null;
  }

  private static void usage(ObjectNode view, Optional<Usage> usage) {
    view.put(
        "cpu_percent",
        usage.map(Usage::cpuPercent).filter(cpu -> cpu >= 0).map(Views::tenth).orElse(null));
    view.put("memory_bytes", usage.map(Usage::memoryBytes).orElse(null));
    view.put("threads", usage.map(Usage::threads).orElse(null));
    view.putNull("open_files");
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static String policy(ProcessSpec spec) {
    return switch (spec.rules().policy()) {
      case ProcessSpec.PolicyChoice.Named(String name) -> name;
      case ProcessSpec.PolicyChoice.Inline ignored -> "(own)";
    };
  }

  /** An exit: what isn't true of it is null. */
  static ObjectNode exit(Exit exit) {
    ObjectNode view = Json.object();
    view.putNull("code");
    view.putNull("signal");
    view.putNull("stage");
    view.putNull("error");
    switch (exit) {
      case Exit.Code(int status) -> view.put("code", status);
      case Exit.Signalled signalled -> view.put("signal", signalled.signal().toString());
      case Exit.NotSpawned failed -> {
        view.put("stage", failed.stage().word());
        view.put("error", failed.message());
      }
      case Exit.Unknown unknown -> view.put("error", unknown.toString());
      case Exit.Failing failing -> view.put("error", failing.toString());
    }
    return view;
  }

  /** A run of the past. */
  static ObjectNode run(Archive.PastRun run) {
    ObjectNode view = Json.object();
    view.put("run", run.run().value());
    view.put("started_at", time(run.began()));
    view.put("ended_at", run.report().map(ExitReport::at).map(Views::time).orElse(null));
    view.put("up_seconds", run.report().map(r -> r.up().toMillis() / 1000.0).orElse(null));
    view.set("exit", run.report().map(r -> exit(r.exit())).orElse(null));
    view.put("reason", run.reason());
    return view;
  }

  /** A line of the event log. */
  static ObjectNode event(Archive.Numbered numbered) {
    Entry.Happened entry = numbered.entry();
    ObjectNode view = Json.object();
    view.put("sequence", numbered.sequence());
    view.put("at", time(entry.at()));
    view.put("actor", entry.origin().actor());
    view.put("via", entry.origin().via());
    view.put("process", entry.process().map(Object::toString).orElse(null));
    view.put("run", entry.run().map(RunId::value).orElse(null));
    view.put("what", entry.what());
    view.put("code", entry.reason().code());
    view.put("reason", entry.reason().text());
    view.set("details", Json.MAPPER.valueToTree(entry.details()));
    return view;
  }

  /** A time, to the millisecond. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
