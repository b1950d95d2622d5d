package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.runtime.Selection;
import dev.sentinelzero.units.Durations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /logs} and {@code /events}: JSON lines, bounded or for as long as somebody reads. */
final class StreamRoutes {
  private static final int MOST_EVENTS = 10_000;

  private final Services services;

  StreamRoutes(Services services) {
    this.services = services;
  }

  void routes(RoutesConfig routes) {
    routes.get(HttpServer.BASE + "/logs", this::logs);
    routes.get(HttpServer.BASE + "/events", this::events);
  }

  private void logs(Context context) throws RefusedException, IOException, InterruptedException {
    List<String> names = context.queryParams("name");
    List<ProcessName> processes =
        new Selection(names, Optional.empty(), Optional.empty(), names.isEmpty())
            .among(services.supervisor().all()).stream().map(Managed::name).toList();
    LogSource.Question question =
        new LogSource.Question(
            processes,
            Json.number(context, "tail"),
            Json.query(context, "since").map(this::time),
            Json.query(context, "until").map(this::time),
            Json.query(context, "grep"),
            Json.query(context, "run"),
            Json.query(context, "stream"),
            Json.query(context, "after"),
            Json.queryFlag(context, "follow"));
    boolean raw = Json.queryFlag(context, "raw");
    if (question.run().isPresent()) {
      refuseWithout(question.run().get(), question);
    }
    try (Lines lines = new Lines(context)) {
      services
          .logs()
          .read(question, all -> lines.write(all.stream().map(l -> view(l, raw)).toList()));
    }
  }

  /** The newest run of a process that is followed may be one that is still to come. */
  private void refuseWithout(String run, LogSource.Question question)
      throws RefusedException, IOException {
    if (question.follow() && run.equals("0")) {
      return;
    }
    for (ProcessName name : question.names()) {
      if (services.logs().hasRun(name, run)) {
        return;
      }
    }
    String who =
        question.names().size() == 1
            ? "'" + question.names().getFirst() + "'"
            : "none of these processes";
    throw new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        who + (question.names().size() == 1 ? " has no run " : " has a run ") + run,
        "sentinelzero status NAME --history lists the runs; logs of old runs are deleted in time");
  }

  private static ObjectNode view(LogSource.Line line, boolean raw) {
    ObjectNode view = Json.object();
    view.put("process", line.process().value());
    view.put("at", line.at().toString());
    view.put("stream", line.stream());
    view.put("run", line.run());
    view.put("text", line.text());
    if (line.partial()) {
      view.put("partial", true);
    }
    if (line.dropped() > 0) {
      view.put("dropped", line.dropped());
    }
    if (raw) {
      view.put("bytes", Base64.getEncoder().encodeToString(line.bytes()));
    }
    view.put("cursor", line.cursor());
    return view;
  }

  /** A time, or a duration before now. */
  private Instant time(String text) {
    try {
      return services.clock().get().wall().minus(Durations.parse(text));
    } catch (IllegalArgumentException e) {
      return instant(text);
    }
  }

  private static Instant instant(String text) {
    try {
      if (text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")) {
        return OffsetDateTime.parse(text).toInstant();
      }
      String full = text.length() == 10 ? text + "T00:00" : text.replace(' ', 'T');
      return LocalDateTime.parse(full).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a duration such as 10m nor a time such as 2026-01-31T14:00",
          e);
    }
  }

  private void events(Context context)
      throws RefusedException, IOException, InterruptedException, Archive.ArchiveException {
    Optional<ProcessName> process = Json.query(context, "process").map(ProcessName::new);
    Archive.Question question =
        new Archive.Question(
            Json.number(context, "after").orElse(0L),
            process,
            Json.query(context, "since").map(this::time),
            (int) Math.min(MOST_EVENTS, Json.number(context, "limit").orElse(100L)));
    List<Archive.Numbered> past = services.archive().events(question);
    if (past.isEmpty() && process.isPresent()) {
      Selection.of(process.get().value()).among(services.supervisor().all());
    }
    try (Lines lines = new Lines(context)) {
      lines.write(past.stream().map(Views::event).toList());
      if (Json.queryFlag(context, "follow")) {
        long last = past.isEmpty() ? question.after() : past.getLast().sequence();
        services
            .events()
            .follow(last, process, more -> lines.write(more.stream().map(Views::event).toList()));
      }
    }
  }

  /** Writes JSON lines; a blank line is a sign of life that finds out whether anybody reads. */
  private static final class Lines implements AutoCloseable {
    private final Context context;
    private @Nullable OutputStream begun;

    Lines(Context context) {
      this.context = context;
    }

    /** The answer begins with its first line: until then a wrong question can still be refused. */
    private OutputStream out() throws IOException {
      OutputStream out = begun;
      if (out == null) {
        context.contentType("application/x-ndjson");
        out = context.res().getOutputStream();
        begun = out;
      }
      return out;
    }

    boolean write(List<ObjectNode> views) throws IOException {
      OutputStream out = out();
      if (views.isEmpty()) {
        out.write('\n');
      }
      for (ObjectNode view : views) {
        out.write(Json.MAPPER.writeValueAsBytes(view));
        out.write('\n');
      }
      out.flush();
      return true;
    }

    @Override
    public void close() throws IOException {
      if (begun != null) {
        begun.flush();
      }
    }
  }
}
