package dev.sentinelzero.cli;

import dev.sentinelzero.units.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operation on processes: asked for, waited for, and told what became of each. */
final class Operation {
  static final Option NO_WAIT = Option.flag("no-wait", "return at once");
  static final Option TIMEOUT =
      Option.valued("timeout", "D", "wait no longer than this for the effect");

  /** Longer than any start or stop takes; the daemon knows each process's own limits. */
  static final Duration LONG = Duration.ofHours(1);

  private final Call call;
  private final String action;
  private final Map<String, Object> body = new LinkedHashMap<>();

  Operation(Call call, String action) {
    this.call = call;
    this.action = action;
    body.put("action", action);
  }

  Operation with(Map<String, Object> fields) {
    body.putAll(fields);
    return this;
  }

  Operation with(String field, Optional<?> value) {
    value.ifPresent(some -> body.put(field, some));
    return this;
  }

  /**
   * Does it and prints what became of each.
   *
   * @return the exit code
   */
  int run() throws IOException, InterruptedException {
    return run(call.arguments().duration("timeout"));
  }

  /**
   * Does it and prints what became of each.
   *
   * @param limit how long to wait for the effect; absent: as long as it takes
   * @return the exit code
   */
  int run(Optional<Duration> limit) throws IOException, InterruptedException {
    return report(call, action, send(limit));
  }

  /** Does it and gives the daemon's answer. */
  Json send(Optional<Duration> limit) throws IOException, InterruptedException {
    Json fields = Json.of(body);
    if (call.arguments().has("no-wait")) {
      return call.api().send(Request.with("POST", "/operations", fields));
    }
    Duration wait = limit.orElse(LONG);
    String target = new Query("/operations").with("wait", text(wait)).toString();
    String what = action + " " + Selected.describe(body);
    try (Progress progress = Progress.of(call, what)) {
      return call.api().send(Request.with("POST", target, fields).waiting(wait));
    }
  }

  /** A duration in a request. */
  static String text(Duration duration) {
    return Durations.format(duration);
  }

  /** Prints what became of each process, and finds the exit code of all. */
  static int report(Call call, String action, Json answer) {
    if (call.json()) {
      call.print(answer);
      return code(answer);
    }
    for (Json result : answer.at("results").items()) {
      if (isGood(result)) {
        call.say(done(call, action, result));
      }
    }
    return complain(call, action, answer);
  }

  /** Prints what went wrong, if anything, and finds the exit code of all. */
  static int complain(Call call, String action, Json answer) {
    for (Json result : answer.at("results").items()) {
      if (!isGood(result)) {
        failed(call, action, result);
      }
    }
    return code(answer);
  }

  private static boolean isGood(Json result) {
    String outcome = result.text("outcome");
    return outcome.equals("done") || outcome.equals("accepted");
  }

  private static String done(Call call, String action, Json result) {
    Json process = result.at("process");
    String state = process.text("state");
    String name = Visible.of(result.text("name"));
    String pid = process.at("pid").isNull() ? "" : " (pid " + process.text("pid") + ")";
    String shown = Ink.ofState(state).on(state, call.colours());
    return switch (action) {
      case "delete" -> name + ": deleted";
      case "signal" -> name + ": signalled" + pid;
      case "enable", "disable" ->
          name + ": schedule " + action + "d, " + shown + next(call, process);
      default ->
          result.text("outcome").equals("accepted")
              ? name + ": " + action + " accepted"
              : name + ": " + shown + pid + next(call, process);
    };
  }

  /** When it runs next of itself, where it rests until then. */
  private static String next(Call call, Json process) {
    String next = Times.next(process.at("next_run_at"), call.now());
    boolean rests = process.text("state").equals("scheduled") && !next.isEmpty();
    return rests ? ", next " + next : "";
  }

  private static void failed(Call call, String action, Json result) {
    String name = Visible.of(result.text("name"));
    String message = Visible.of(result.text("message"));
    String verb = action.equals("wait") ? "" : action + " of ";
    String outcome =
        switch (result.text("outcome")) {
          case "refused" -> " refused: ";
          case "left" -> " left out: ";
          case "timed_out" -> " timed out: ";
          default -> " failed: ";
        };
    StringBuilder text = new StringBuilder(verb + name + outcome + message);
    List<Json> survivors = result.at("survivors").items();
    if (!survivors.isEmpty()) {
      text.append("; still alive: pid");
      survivors.forEach(pid -> text.append(' ').append(pid.text()));
    }
    for (Json line : result.at("output").items()) {
      text.append("\n  | ").append(Visible.of(line.text()));
    }
    String hint = result.text("hint");
    String next = hint.isEmpty() ? "sentinelzero why " + name : Visible.of(hint);
    call.complain(text.toString(), Optional.of(next));
  }

  /** 0 when all went well; else the one exit code of all that went wrong, or 1. */
  static int code(Json answer) {
    int all = ExitCode.DONE;
    for (Json result : answer.at("results").items()) {
      int code =
          switch (result.text("outcome")) {
            case "done", "accepted" -> ExitCode.DONE;
            case "timed_out" -> ExitCode.TIMED_OUT;
            case "refused" -> refused(result.text("code"));
            default -> ExitCode.FAILED;
          };
      if (code != ExitCode.DONE) {
        all = all == ExitCode.DONE || all == code ? code : ExitCode.FAILED;
      }
    }
    return all;
  }

  private static int refused(String code) {
    int known = ExitCode.of(code);
    return known == ExitCode.FAILED ? ExitCode.CONFLICT : known;
  }
}
