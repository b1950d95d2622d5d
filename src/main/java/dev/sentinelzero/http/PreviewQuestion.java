package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.schedule.Anchor;
import dev.sentinelzero.schedule.Fire;
import dev.sentinelzero.schedule.Fires;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import dev.sentinelzero.schedule.Zones;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which planned times are asked for.
 *
 * @param schedule of which schedule
 * @param from only those strictly after it
 * @param count at most so many
 */
record PreviewQuestion(Schedule schedule, Instant from, int count) {
  private static final long USUAL = 10;
  private static final long MOST = 1_000;

  /** About a schedule there is, in its own zone unless another one is given. */
  static PreviewQuestion of(Context context, Schedule schedule, Instant now) {
    ZoneId zone = zone(context).orElse(schedule.zone());
    Schedule there =
        new Schedule(
            schedule.timing(), zone, schedule.overlap(), schedule.misfire(), schedule.manner());
    return new PreviewQuestion(there, from(context, zone, now), count(context));
  }

  /** About an expression. */
  static PreviewQuestion ofExpression(Context context, Instant now) {
    String expression =
        Json.query(context, "expr")
            .orElseThrow(() -> new IllegalArgumentException("'expr' is missing"));
    ZoneId zone = zone(context).orElse(ZoneId.systemDefault());
    Schedule schedule = Schedule.of(Timing.parse(expression, zone), zone);
    return new PreviewQuestion(schedule, from(context, zone, now), count(context));
  }

  private static Optional<ZoneId> zone(Context context) {
    return Json.query(context, "timezone").map(Zones::parse);
  }

  private static Instant from(Context context, ZoneId zone, Instant now) {
    return Json.query(context, "from")
        .map(text -> Timing.At.parse(text, zone).instant())
        .orElse(now);
  }

  private static int count(Context context) {
    long count = Json.number(context, "count").orElse(USUAL);
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("'count' is from 1 to " + MOST + ", not " + count);
    }
    return (int) count;
  }

  ObjectNode answer(Anchor anchor) {
    ObjectNode answer = Json.object();
    answer.put("description", schedule.describe());
    answer.put("timezone", schedule.zone().getId());
    ArrayNode fires = answer.putArray("fires");
    for (Fire fire : Fires.preview(schedule, from, anchor, count)) {
      ObjectNode one = fires.addObject();
      one.put("at", fire.at().toString());
      one.put("local", fire.local(schedule.zone()));
      one.put("note", fire.note().orElse(null));
    }
    return answer;
  }
}
