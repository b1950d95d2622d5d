package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.Problem;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.RefusedException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where errors become problem documents (RFC 9457). */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** What goes wrong, with its status, code and words. */
  private record Shape(
      int status, String code, String title, String detail, Optional<String> hint) {}

  private Problems() {}

  static void answer(Context context, Exception error) {
    Shape shape = shape(context, error);
    ObjectNode problem = Json.object();
    problem.put("type", "/docs/errors/" + shape.code());
    problem.put("title", shape.title());
    problem.put("status", shape.status());
    problem.put("detail", shape.detail());
    problem.put("code", shape.code());
    problem.put("hint", shape.hint().orElse(null));
    problem.set(
        "errors", error instanceof ProblemsException many ? list(many.problems()) : Json.array());
    context
        .status(shape.status())
        .contentType("application/problem+json")
        .result(problem.toString());
  }

  private static Shape shape(Context context, Exception error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    return switch (error) {
      case RefusedException refused -> refused(refused, message);
      case ProblemsException many ->
          new Shape(422, "invalid", "The document has problems", message, Optional.empty());
      case IllegalArgumentException invalid ->
          new Shape(400, "invalid", "The request makes no sense", message, Optional.empty());
      case Archive.ArchiveException away ->
          new Shape(
              503,
              "unavailable",
              "The database does not answer",
              message,
              Optional.of("supervision goes on; try again later"));
      case HttpResponseException http ->
          new Shape(
              http.getStatus(),
              http.getStatus() == 404 ? "not_found" : "invalid",
              "No such resource",
              context.method() + " " + context.path() + ": " + message,
              Optional.empty());
      default -> internal(context, error);
    };
  }

  private static Shape refused(RefusedException refused, String message) {
    return switch (refused.kind()) {
      case NOT_FOUND -> new Shape(404, "not_found", "No such thing", message, refused.hint());
      case CONFLICT -> new Shape(409, "conflict", "Refused in this state", message, refused.hint());
      case INVALID ->
          new Shape(400, "invalid", "The request makes no sense", message, refused.hint());
      case UNAVAILABLE ->
          new Shape(503, "unavailable", "Not possible now", message, refused.hint());
    };
  }

  private static Shape internal(Context context, Exception error) {
    LOG.error("{} {} failed", context.method(), context.path(), error);
    return new Shape(
        500,
        "internal",
        "The daemon made a mistake",
        error.toString(),
        Optional.of("the daemon's log has the details"));
  }

  static ArrayNode list(List<Problem> problems) {
    ArrayNode list = Json.array();
    for (Problem problem : problems) {
      ObjectNode one = list.addObject();
      one.put("line", problem.line());
      one.put("column", problem.column());
      one.put("path", problem.path());
      one.put("message", problem.message());
      one.put("suggestion", problem.suggestion().orElse(null));
    }
    return list;
  }
}
