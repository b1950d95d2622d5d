package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.ClockChanges.InGap;
import dev.sentinelzero.schedule.ClockChanges.InRepeat;
import dev.sentinelzero.schedule.Schedule.Manner;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next fire: known dates, and the clock changes that people remember. */
class FiresTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant ARMED = Instant.parse("2026-11-24T10:00:00Z");

  private static Schedule cron(String expression, ZoneId zone) {
    return Schedule.of(new Timing.Cron(CronExpression.parse(expression)), zone);
  }

  private static Schedule cron(String expression, ZoneId zone, ClockChanges changes) {
    return new Schedule(
        new Timing.Cron(CronExpression.parse(expression)),
        zone,
        Overlap.SKIP,
        Misfire.LATEST,
        new Manner(Duration.ZERO, Optional.empty(), changes, true));
  }

  private static Instant local(String time, ZoneId zone) {
    return LocalDateTime.parse(time).atZone(zone).toInstant();
  }

  /** Fires as local times with their offsets, each with its note behind it. */
  private static List<String> fires(Schedule schedule, String from, int count) {
    Instant after = local(from, schedule.zone());
    return Fires.preview(schedule, after, Anchor.armed(after), count).stream()
        .map(
            fire ->
                fire.at().atZone(schedule.zone()).toOffsetDateTime()
                    + fire.note().map(note -> " " + note).orElse(""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *       | 2026-07-09T14:45    | 2026-07-09T14:46",
        "* * * * *       | 2026-07-09T14:45:59 | 2026-07-09T14:46",
        "*/15 * * * *    | 2026-07-09T14:59:59 | 2026-07-09T15:00",
        "20-35/15 * * * * | 2026-07-09T14:46   | 2026-07-09T15:20",
        "*/15 * * * *    | 2026-07-09T23:46    | 2026-07-10T00:00",
        "5/20 */2 * * *  | 2026-07-09T23:50    | 2026-07-10T00:05",
        "0 0 1 * *       | 2026-12-31T23:59:59 | 2027-01-01T00:00",
        "0 0 * FEB MON   | 2026-02-28T00:00    | 2027-02-01T00:00",
        "0 0 29 2 *      | 2026-01-01T00:00    | 2028-02-29T00:00",
        "0 0 29 2 *      | 2096-03-01T00:00    | 2104-02-29T00:00",
        "0 0 29 2 */7    | 2088-03-01T00:00    | 2128-02-29T00:00",
        "0 0 31 * *      | 2026-03-31T00:00    | 2026-05-31T00:00",
        "0 0 31 1,12 *   | 2026-01-31T00:00    | 2026-12-31T00:00",
        "0 0 13 * 5      | 2026-03-07T00:00    | 2026-03-13T00:00",
        "0 0 13 * 5      | 2026-03-13T00:00    | 2026-03-20T00:00",
        "0 0 */13 * 5    | 2026-03-07T00:00    | 2026-03-27T00:00",
        "0 12 8-14 * *   | 2026-03-14T12:00    | 2026-04-08T12:00",
        "0 0 1-7 * */7   | 2026-03-02T00:00    | 2026-04-05T00:00",
        "59 23 31 12 *   | 2026-12-31T23:59    | 2027-12-31T23:59",
        "0 0 * * 7       | 2026-11-24T00:00    | 2026-11-29T00:00"
      })
  void knownDates(String expression, String after, String next) {
    Schedule schedule = cron(expression, ZoneOffset.UTC);
    assertThat(fires(schedule, after.strip(), 1)).containsExactly(next.strip() + "Z");
  }

  @Test
  void theTurnsOfAllYearsAreThoseOfTheCalendar() {
    for (int year = 1; year < 9999; year++) {
      for (LocalDate day :
          List.of(LocalDate.of(year, 2, 28).plusDays(1), LocalDate.of(year, 12, 31))) {
        String date = "0 0 %d %d *".formatted(day.getDayOfMonth(), day.getMonthValue());
        String weekday = "0 0 * * " + day.getDayOfWeek().getValue();
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        for (String expression : List.of(date, weekday)) {
          for (int seconds : new int[] {1, 86_400}) {
            assertThat(
                    Fires.next(
                        cron(expression, ZoneOffset.UTC),
                        midnight.minusSeconds(seconds),
                        Anchor.armed(ARMED)))
                .contains(Fire.plain(midnight));
          }
        }
        assertThat(Fires.next(cron("5 0 * * *", ZoneOffset.UTC), midnight, Anchor.armed(ARMED)))
            .contains(Fire.plain(midnight.plusSeconds(300)));
      }
    }
  }

  @Test
  void aTimeInAGapRunsAtItsEndAndOnlyThatDay() {
    assertThat(fires(cron("30 2 * * *", PARIS), "2026-03-28T00:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00",
            "2026-03-29T03:00+02:00 02:30 does not exist that day (clocks go forward); runs at"
                + " 03:00",
            "2026-03-30T02:30+02:00");
    assertThat(
            fires(
                cron("30 2 * * *", PARIS, new ClockChanges(InGap.SKIP, InRepeat.FIRST)),
                "2026-03-28T00:00",
                2))
        .containsExactly("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void severalTimesOfOneGapFireOnce() {
    assertThat(fires(cron("*/20 2 * * *", PARIS), "2026-03-29T00:00", 2))
        .containsExactly(
            "2026-03-29T03:00+02:00 02:00 does not exist that day (clocks go forward); runs at"
                + " 03:00",
            "2026-03-30T02:00+02:00");
    assertThat(fires(cron("0 2,3 * * *", PARIS), "2026-03-29T00:00", 2))
        .extracting(text -> text.substring(0, 22))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
  }

  @Test
  void aTimeThatComesTwiceRunsInThePassThatIsChosen() {
    String from = "2026-10-25T00:00";
    String first = "2026-10-25T02:30+02:00 02:30 happens twice that day; this is the first pass";
    String second = "2026-10-25T02:30+01:00 02:30 happens twice that day; this is the second pass";
    String after = "2026-10-26T02:30+01:00";
    assertThat(fires(cron("30 2 * * *", PARIS), from, 2)).containsExactly(first, after);
    assertThat(
            fires(cron("30 2 * * *", PARIS, new ClockChanges(InGap.RUN, InRepeat.LAST)), from, 2))
        .containsExactly(second, after);
    assertThat(
            fires(cron("30 2 * * *", PARIS, new ClockChanges(InGap.RUN, InRepeat.BOTH)), from, 3))
        .containsExactly(first, second, after);
  }

  @Test
  void hoursThatAreNotWrittenOutFollowElapsedTime() {
    assertThat(fires(cron("30 * * * *", PARIS), "2026-03-29T01:00", 2))
        .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00");
    assertThat(fires(cron("30 * * * *", PARIS), "2026-10-25T02:00", 3))
        .extracting(text -> text.substring(0, 22))
        .containsExactly(
            "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
    assertThat(fires(cron("0 */2 * * *", PARIS), "2026-10-25T01:00", 3))
        .extracting(text -> text.substring(0, 22))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T04:00+01:00");
  }

  @Test
  void halfAnHourAndAWholeDay() {
    assertThat(fires(cron("10 2 * * *", ZoneId.of("Australia/Lord_Howe")), "2026-10-04T00:00", 1))
        .containsExactly(
            "2026-10-04T02:30+11:00 02:10 does not exist that day (clocks go forward); runs at"
                + " 02:30");
    assertThat(fires(cron("45 1 * * *", ZoneId.of("Australia/Lord_Howe")), "2026-04-05T00:00", 2))
        .containsExactly(
            "2026-04-05T01:45+11:00 01:45 happens twice that day; this is the first pass",
            "2026-04-06T01:45+10:30");
    assertThat(fires(cron("0 12 * * *", ZoneId.of("Pacific/Apia")), "2011-12-29T00:00", 3))
        .containsExactly(
            "2011-12-29T12:00-10:00",
            "2011-12-31T00:00+14:00 12:00 does not exist on 2011-12-30 (clocks go forward); runs"
                + " at 00:00 on 2011-12-31",
            "2011-12-31T12:00+14:00");
  }

  @Test
  void aGapAtMidnight() {
    assertThat(fires(cron("@daily", ZoneId.of("Africa/Cairo")), "2026-04-23T12:00", 2))
        .containsExactly(
            "2026-04-24T01:00+03:00 00:00 does not exist that day (clocks go forward); runs at"
                + " 01:00",
            "2026-04-25T00:00+03:00");
  }

  /** Sunday at 02:30 from the 25th on is the gap itself, each year. */
  @Test
  void whatOnlyEverFallsIntoAGapThatIsSkippedFiresNever() {
    ClockChanges skip = new ClockChanges(InGap.SKIP, InRepeat.FIRST);
    assertThat(Fires.next(cron("30 2 25-31 3 */7", PARIS, skip), ARMED, Anchor.armed(ARMED)))
        .isEmpty();
    assertThat(fires(cron("30 2 25-31 3 */7", PARIS), "2026-11-24T10:00", 1))
        .extracting(text -> text.substring(0, 22))
        .containsExactly("2027-03-28T03:00+02:00");
  }

  @Test
  void thereIsAnAnswerFromAnyInstantThereIs() {
    Schedule schedule = cron("0 0 29 2 *", PARIS);
    assertThat(Fires.next(schedule, Instant.MIN, Anchor.armed(ARMED))).isPresent();
    assertThat(Fires.next(schedule, Instant.MAX, Anchor.armed(ARMED))).isEmpty();
    assertThat(Fires.next(schedule, Instant.parse("9998-01-01T00:00:00Z"), Anchor.armed(ARMED)))
        .isPresent();
  }

  @Test
  void aPeriodIsAlignedToWhenItWasArmed() {
    Schedule schedule = Schedule.of(Timing.parse("90m", PARIS), PARIS);
    Anchor anchor = Anchor.armed(ARMED);
    assertThat(Fires.preview(schedule, ARMED, anchor, 2))
        .containsExactly(
            Fire.plain(Instant.parse("2026-11-24T11:30:00Z")),
            Fire.plain(Instant.parse("2026-11-24T13:00:00Z")));
    assertThat(Fires.next(schedule, Instant.parse("2026-11-24T11:30:00Z"), anchor.active()))
        .contains(Fire.plain(Instant.parse("2026-11-24T13:00:00Z")));
    assertThat(Fires.next(schedule, ARMED.minusSeconds(99_999), anchor.ended(ARMED)))
        .contains(Fire.plain(Instant.parse("2026-11-24T11:30:00Z")));
    assertThat(Fires.next(schedule, Instant.MIN, anchor)).isPresent();
  }

  @Test
  void aPeriodMayBeMeasuredFromTheEndOfTheLastRun() {
    Schedule schedule = Schedule.of(new Timing.Every(Duration.ofHours(1), Timing.From.END), PARIS);
    Anchor anchor = Anchor.armed(ARMED);
    assertThat(Fires.next(schedule, ARMED, anchor)).contains(Fire.plain(ARMED.plusSeconds(3600)));
    assertThat(Fires.next(schedule, ARMED.plusSeconds(3600), anchor.active())).isEmpty();
    Instant end = ARMED.plusSeconds(5000);
    assertThat(Fires.next(schedule, end, anchor.ended(end)))
        .contains(Fire.plain(end.plusSeconds(3600)));
  }

  @Test
  void aSingleInstantFiresOnce() {
    Schedule schedule = Schedule.of(new Timing.At(ARMED), PARIS);
    assertThat(Fires.next(schedule, ARMED.minusNanos(1), Anchor.armed(Instant.EPOCH)))
        .contains(Fire.plain(ARMED));
    assertThat(Fires.next(schedule, ARMED, Anchor.armed(Instant.EPOCH))).isEmpty();
    assertThat(Fires.preview(schedule, Instant.EPOCH, Anchor.armed(Instant.EPOCH), 5)).hasSize(1);
  }

  @Test
  void eachPlannedFireHasItsName() {
    assertThat(Fire.plain(ARMED).key("backup")).isEqualTo("backup@20261124T100000Z");
    assertThat(Fire.plain(ARMED.plusMillis(5)).key("shop/a@b"))
        .isEqualTo("shop/a@b@20261124T100000.005000000Z");
    Schedule both = cron("30 2 * * *", PARIS, new ClockChanges(InGap.RUN, InRepeat.BOTH));
    Instant from = local("2026-10-25T00:00", PARIS);
    assertThat(Fires.preview(both, from, Anchor.armed(from), 2))
        .extracting(fire -> fire.key("a"))
        .containsExactly("a@20261025T003000Z", "a@20261025T013000Z");
  }
}
