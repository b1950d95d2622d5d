package dev.sentinelzero.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the verbs of {@code schedule} have in common. */
final class Schedules {
  private Schedules() {}

  /** The path of a process's schedule. */
  static String path(String name) {
    return "/schedules/" + Request.segment(name);
  }

  /** One line about a schedule: {@code backup: every day at 02:00, UTC; next in 2h 5m (02:00)}. */
  static String line(Json schedule, Instant now) {
    String next = Times.next(schedule.at("next_run_at"), now);
    return Visible.of(schedule.text("name"))
        + ": "
        + (schedule.text("action").equals("restart") ? "restarted " : "")
        + Visible.of(schedule.text("description"))
        + (next.isEmpty() ? "; " + whyNot(schedule) : "; next " + next);
  }

  /** Why it does not run of itself. */
  static String whyNot(Json schedule) {
    if (schedule.at("enabled").isFalse()) {
      return "disabled";
    }
    return schedule.text("wanted").equals("down") ? "stopped" : "no further time is planned";
  }

  /** Does the same to each schedule and tells what became of it. */
  static int operate(Call call, String action, List<String> names)
      throws java.io.IOException, InterruptedException {
    List<Json> results = new ArrayList<>();
    String wait = Operation.text(Operation.LONG);
    for (String name : names) {
      Query target = new Query(path(name) + "/" + action);
      boolean waits = !call.arguments().has("no-wait");
      Request request =
          Request.with(
              "POST",
              (waits ? target.with("wait", wait) : target).toString(),
              Json.of(java.util.Map.of()));
      Json answer = call.api().send(waits ? request.waiting(Operation.LONG) : request);
      results.addAll(answer.at("results").items());
    }
    return Operation.report(call, action, Json.of(java.util.Map.of("results", results)));
  }
}
