package dev.sentinelzero.cli;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.schedule.Anchor;
import dev.sentinelzero.schedule.Fire;
import dev.sentinelzero.schedule.Fires;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code schedule preview}: the next times of a schedule, or of an expression. */
final class SchedulePreview implements Verb {
  private static final int MOST = 1_000;

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "schedule preview",
            "show when something will run",
            List.of("(NAME | EXPR) [--timezone Z] [--from TIME] [--count N]"),
            Syntax.Operands.PROCESSES,
            List.of(
                ScheduleTiming.TIMEZONE,
                Option.valued("from", "TIME", "only what comes after it (now)"),
                Option.valued("count", "N", "so many, up to 1000 (10)")))
        .noting(
            "EXPR is a cron expression, @hourly to @yearly, a duration or a time; it needs no\n"
                + "daemon. What reads as one is not taken for a name.",
            "Examples:\n"
                + "  sentinelzero schedule preview backup\n"
                + "  sentinelzero schedule preview '30 2 * * *' --timezone Europe/Paris\n"
                + "  sentinelzero schedule preview @monthly --from 2027-01-01T00:00 --count 3");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String text = call.only("NAME or EXPR");
    int count = call.arguments().count("count").orElse(10);
    if (count < 1 || count > MOST) {
      throw Failure.usage("--count is from 1 to " + MOST, "");
    }
    Json answer = isName(text) ? ofProcess(call, text, count) : ofExpression(call, text, count);
    if (call.json()) {
      call.print(answer);
    } else {
      show(call, answer);
    }
    return ExitCode.DONE;
  }

  private static boolean isName(String text) {
    try {
      Timing.parse(text, ZoneId.systemDefault());
      return false;
    } catch (IllegalArgumentException e) {
      return ProcessName.isValid(text);
    }
  }

  private static Json ofProcess(Call call, String name, int count)
      throws IOException, InterruptedException {
    Query target =
        new Query(Schedules.path(name) + "/preview")
            .with("count", String.valueOf(count))
            .with("timezone", call.arguments().text("timezone"))
            .with("from", call.arguments().text("from"));
    return call.api().get(target.toString());
  }

  private static Json ofExpression(Call call, String text, int count) {
    ScheduleTiming timing = ScheduleTiming.ofExpression("", text, call.arguments());
    ZoneId zone = timing.zone();
    Instant from =
        call.arguments()
            .text("from")
            .map(
                typed ->
                    ScheduleTiming.parsed("--from", () -> Timing.At.parse(typed, zone).instant()))
            .orElseGet(() -> call.now().truncatedTo(ChronoUnit.MILLIS));
    Schedule schedule = timing.schedule();
    List<Map<String, Object>> fires = new ArrayList<>();
    for (Fire fire : Fires.preview(schedule, from, Anchor.armed(from), count)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("at", fire.at().toString());
      one.put("local", fire.local(zone));
      one.put("note", fire.note().orElse(null));
      fires.add(one);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("description", schedule.describe());
    answer.put("timezone", zone.getId());
    answer.put("fires", fires);
    return Json.of(answer);
  }

  private static void show(Call call, Json answer) {
    call.say(Visible.of(answer.text("description")));
    List<Json> fires = answer.at("fires").items();
    if (fires.isEmpty()) {
      call.say("no time is planned");
      return;
    }
    Table table = new Table();
    table.column("LOCAL", 0).column("UTC", 1).column("NOTE", 2);
    for (Json fire : fires) {
      table.row(
          List.of(
              Table.cell(fire.text("local").replace('T', ' ')),
              Table.cell(fire.text("at")),
              Table.cell(fire.text("note"))));
    }
    call.print(table);
  }
}
