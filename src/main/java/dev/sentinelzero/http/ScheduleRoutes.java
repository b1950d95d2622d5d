package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.State;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.Change;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Request;
import dev.sentinelzero.runtime.Selection;
import dev.sentinelzero.runtime.Supervisor;
import dev.sentinelzero.schedule.Anchor;
import dev.sentinelzero.schedule.Fires;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /schedules}: when processes run, by the names of the processes. */
final class ScheduleRoutes {
  private static final String ALL = HttpServer.BASE + "/schedules";
  private static final String ONE = ALL + "/{name}";
  private static final Duration TAKING = Duration.ofSeconds(20);

  private final Services services;

  ScheduleRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(ALL, this::list);
    routes.get(ALL + "/preview", this::previewExpression);
    routes.get(ONE, this::show);
    routes.put(ONE, this::put);
    routes.delete(ONE, this::delete);
    routes.post(ONE + "/enable", context -> operate(context, new Request.Enable(true)));
    routes.post(ONE + "/disable", context -> operate(context, new Request.Enable(false)));
    routes.post(ONE + "/run", this::run);
    routes.get(ONE + "/preview", this::preview);
    routes.get(ONE + "/history", this::history);
  }

  private Managed named(Context context) throws RefusedException {
    return services.supervisor().get(context.pathParam("name"));
  }

  private Managed timed(Context context) throws RefusedException {
    Managed managed = named(context);
    if (ScheduleViews.timed(managed).isEmpty()) {
      throw without(managed);
    }
    return managed;
  }

  private static RefusedException without(Managed managed) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "'" + managed.name() + "' has no schedule",
        "sentinelzero schedule add " + managed.name() + " --every 1h gives it one");
  }

  private Managed scheduled(Context context) throws RefusedException {
    Managed managed = timed(context);
    if (managed.definition().schedule().isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "'" + managed.name() + "' is kept running; time only restarts it",
          "sentinelzero restart " + managed.name() + " restarts it now");
    }
    return managed;
  }

  private void list(Context context) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("schedules");
    services.supervisor().all().stream()
        .filter(managed -> !isBeside(managed))
        .filter(managed -> ScheduleViews.timed(managed).isPresent())
        .map(ScheduleViews::of)
        .forEach(list::add);
    Json.answer(context, answer);
  }

  /** Whether it is there for a single run of another process, whose schedule it carries. */
  private static boolean isBeside(Managed managed) {
    return managed.agenda().current().filter(one -> one.cause() == Agenda.Cause.BESIDE).isPresent();
  }

  private void show(Context context) throws RefusedException {
    Json.answer(context, ScheduleViews.of(timed(context)));
  }

  private void put(Context context) throws RefusedException, InterruptedException {
    ObjectNode body = Json.body(context, Set.of("schedule"));
    JsonNode words = body.get("schedule");
    if (words == null || words.isNull()) {
      throw new IllegalArgumentException("'schedule' is missing");
    }
    Managed managed = named(context);
    boolean had = ScheduleViews.timed(managed).isPresent();
    ObjectNode keys = SpecWriter.definition(managed.definition());
    keys.remove("restart_at");
    keys.set("schedule", words);
    Definition changed = ProcessFile.readDefinition(keys);
    Schedule schedule = changed.schedule().orElseThrow();
    refuseWithoutFuture(schedule, services.clock().get().wall());
    redefine(context, changed, schedule.manner().enabled());
    context.status(had ? 200 : 201);
    show(context);
  }

  private static void refuseWithoutFuture(Schedule schedule, Instant now) throws RefusedException {
    if (Fires.next(schedule, now, Anchor.armed(now)).isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "it would never run: " + schedule.describe() + ", and it is " + Views.time(now) + " now",
          "give a time in the future; nothing was changed");
    }
  }

  /** Changes it in place, and waits until that is so. */
  private void redefine(Context context, Definition changed, boolean arm)
      throws RefusedException, InterruptedException {
    Supervisor supervisor = services.supervisor();
    List<Change> changes = supervisor.plan(changed.project(), List.of(changed), false, false);
    Supervisor.Applied applied = supervisor.apply(changes, arm, Caller.of(context));
    new Results(services).of(applied.pending(), Optional.of(TAKING));
  }

  /** What rests between its times is not wanted any more; a run there is goes on to its end. */
  private void delete(Context context) throws RefusedException, InterruptedException {
    Managed managed = timed(context);
    boolean rests =
        managed.state() instanceof State.Resting
            && !(managed.state() instanceof State.BackingOff)
            && managed.definition().schedule().isPresent();
    if (rests) {
      List<Supervisor.Pending> stop =
          services
              .supervisor()
              .operate(
                  Selection.of(managed.name().value()),
                  new Request.Stop(Optional.empty()),
                  Caller.of(context));
      new Results(services).of(stop, Optional.of(TAKING));
    }
    ObjectNode keys = SpecWriter.definition(managed.definition());
    keys.remove(List.of("restart_at", "schedule"));
    redefine(context, ProcessFile.readDefinition(keys), false);
    context.status(204);
  }

  private void run(Context context) throws RefusedException, InterruptedException {
    scheduled(context);
    operate(context, new Request.RunNow());
  }

  private void operate(Context context, Request request)
      throws RefusedException, InterruptedException {
    Managed managed = timed(context);
    List<Supervisor.Pending> pending =
        services
            .supervisor()
            .operate(Selection.of(managed.name().value()), request, Caller.of(context));
    Optional<Duration> wait = Json.query(context, "wait").map(Durations::parse);
    ObjectNode answer = Json.object();
    answer.set("results", new Results(services).of(pending, wait));
    context.status(wait.isPresent() ? 200 : 202);
    Json.answer(context, answer);
  }

  private void preview(Context context) throws RefusedException {
    Managed managed = timed(context);
    ProcessSpec.Timed timed = ScheduleViews.timed(managed).orElseThrow();
    Instant now = services.clock().get().wall().truncatedTo(ChronoUnit.MILLIS);
    boolean armed = managed.nextDue().isPresent();
    Json.answer(
        context,
        PreviewQuestion.of(context, timed.schedule(), now)
            .answer(armed ? managed.anchor() : Anchor.armed(now)));
  }

  private void previewExpression(Context context) {
    Instant now = services.clock().get().wall().truncatedTo(ChronoUnit.MILLIS);
    PreviewQuestion question = PreviewQuestion.ofExpression(context, now);
    Json.answer(context, question.answer(Anchor.armed(question.from())));
  }

  private void history(Context context) throws RefusedException, Archive.ArchiveException {
    Managed managed = named(context);
    int limit = (int) Math.min(10_000, Json.number(context, "limit").orElse(20L));
    List<Archive.PastFiring> firings = services.archive().firings(managed.name(), limit);
    if (firings.isEmpty() && ScheduleViews.timed(managed).isEmpty()) {
      throw without(managed);
    }
    ObjectNode answer = Json.object();
    ArrayNode runs = answer.putArray("runs");
    firings.forEach(one -> runs.add(ScheduleViews.firing(one)));
    Json.answer(context, answer);
  }
}
