package dev.sentinelzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.ClockChanges;
import dev.sentinelzero.schedule.ClockChanges.InGap;
import dev.sentinelzero.schedule.ClockChanges.InRepeat;
import dev.sentinelzero.schedule.CronExpression;
import dev.sentinelzero.schedule.Misfire;
import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Schedule.Manner;
import dev.sentinelzero.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule section of a process, read and written. */
class ScheduleReaderTest {
  private static final ZoneId BASE = ZoneId.of("Asia/Kolkata");
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Timing NIGHTLY = new Timing.Cron(CronExpression.parse("0 2 * * *"));

  private static Optional<Schedule> read(Optional<Item> file, Problems problems) {
    return ScheduleReader.read(
        new Section((Item.Mapping) file.orElseThrow(), Resolver.LITERAL, problems),
        "schedule",
        BASE);
  }

  private static Optional<Schedule> read(String yaml) {
    Problems problems = new Problems();
    Optional<Schedule> schedule = read(YamlTree.read(yaml, problems), problems);
    assertThat(problems.inOrder()).isEmpty();
    return schedule;
  }

  private static List<String> problems(String yaml) {
    Problems problems = new Problems();
    read(YamlTree.read(yaml, problems), problems);
    return problems.inOrder().stream().map(problem -> problem.describe("f")).toList();
  }

  @Test
  void aProcessWithoutScheduleHasNone() {
    assertThat(read("command: backup")).isEmpty();
    assertThat(read("schedule:")).isEmpty();
  }

  @Test
  void aBareTextIsEnough() {
    assertThat(read("schedule: \"0 2 * * *\"")).contains(Schedule.of(NIGHTLY, BASE));
    assertThat(read("schedule: 90m"))
        .contains(Schedule.of(new Timing.Every(Duration.ofMinutes(90), Timing.From.START), BASE));
    assertThat(read("schedule: 2027-01-31T08:00"))
        .contains(Schedule.of(new Timing.At(Instant.parse("2027-01-31T02:30:00Z")), BASE));
  }

  @Test
  void everyKeyHasItsPlace() {
    assertThat(
            read(
                """
                schedule:
                  cron: "0 2 * * *"
                  timezone: Europe/Paris
                  overlap: queue
                  misfire: all
                  jitter: 30s
                  timeout: 1h
                  in_gap: skip
                  in_repeat: both
                  enabled: false
                """))
        .contains(
            new Schedule(
                NIGHTLY,
                PARIS,
                Overlap.QUEUE,
                Misfire.ALL,
                new Manner(
                    Duration.ofSeconds(30),
                    Optional.of(Duration.ofHours(1)),
                    new ClockChanges(InGap.SKIP, InRepeat.BOTH),
                    false)));
    assertThat(read("schedule: { every: 5m, from: end }"))
        .contains(Schedule.of(new Timing.Every(Duration.ofMinutes(5), Timing.From.END), BASE));
    assertThat(read("schedule: { at: 2027-01-31T08:00, timezone: Europe/Paris }"))
        .contains(Schedule.of(new Timing.At(Instant.parse("2027-01-31T07:00:00Z")), PARIS));
    assertThat(read("schedule: { cron: '@daily' }").orElseThrow().zone()).isEqualTo(BASE);
  }

  @Test
  void allProblemsAreToldAtOnceEachAtItsPlace() {
    assertThat(
            problems(
                """
                schedule:
                  cron: "0 25 * * *"
                  timezone: Europe/Pariss
                  overlap: skipp
                  misfire: newest
                  jitter: 2d
                  timeout: 0s
                  from: end
                  in_gap: 5
                  enabled: maybe
                  timzone: UTC
                """))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("f:2:9:")
                    .contains("schedule.cron")
                    .contains("the hour '25' has the value 25; it may be 0 to 23"),
            line ->
                assertThat(line)
                    .startsWith("f:3:13:")
                    .contains("'Europe/Pariss' is not a time zone")
                    .contains("did you mean 'Europe/Paris'?"),
            line ->
                assertThat(line)
                    .startsWith("f:4:12:")
                    .contains("'skipp' is none of skip, queue, replace, allow"),
            line -> assertThat(line).startsWith("f:5:12:").contains("none of skip, latest, all"),
            line -> assertThat(line).startsWith("f:6:11:").contains("a jitter is at most 1d"),
            line -> assertThat(line).startsWith("f:7:12:").contains("longer than zero"),
            line -> assertThat(line).startsWith("f:8:3:").contains("goes with 'every' only"),
            line -> assertThat(line).startsWith("f:9:11:").contains("none of run, skip"),
            line -> assertThat(line).startsWith("f:10:12:").contains("must be true or false"),
            line ->
                assertThat(line)
                    .startsWith("f:11:3:")
                    .contains("unknown key 'timzone'")
                    .contains("did you mean 'timezone'?"));
  }

  @Test
  void whatWasMeantIsSuggested() {
    Problems problems = new Problems();
    String yaml = "schedule: { cron: '@daily', timezone: Paris, overlap: skipp, in_gap: runs }";
    read(YamlTree.read(yaml, problems), problems);
    assertThat(problems.inOrder())
        .extracting(problem -> problem.suggestion().orElse("nothing"))
        .containsExactly("Europe/Paris", "skip", "run");
  }

  @Test
  void oneOfTheTimingsDecides() {
    assertThat(problems("schedule: { timezone: UTC }"))
        .singleElement()
        .asString()
        .contains("must have one of 'cron', 'every' and 'at'");
    assertThat(problems("schedule: { cron: '@daily', every: 5m, at: 2027-01-31T08:00 }"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("goes without 'cron'"));
    assertThat(problems("schedule: { every: 5m, in_gap: run, in_repeat: last }"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("goes with 'cron' only"));
    assertThat(problems("schedule: { at: 2027-01-31T08:00, from: start }"))
        .singleElement()
        .asString()
        .contains("goes with 'every' only");
  }

  @Test
  void valuesOutOfPlaceAreRefused() {
    assertThat(problems("schedule: [1]")).singleElement().asString().contains("must be a map");
    assertThat(problems("schedule: 5"))
        .singleElement()
        .asString()
        .contains("a unit is missing: 5s?");
    assertThat(problems("schedule: { every: 500ms }"))
        .singleElement()
        .asString()
        .contains("a period is from 1s to 36500d, not 500ms");
    assertThat(problems("schedule: { every: 5m, jitter: 10m }"))
        .singleElement()
        .asString()
        .contains("schedule.jitter")
        .contains("a jitter of 10m is not shorter than the period, 5m");
    assertThat(problems("schedule: { cron: }")).singleElement().asString().contains("has no value");
    assertThat(problems("schedule: { at: 2027-01-31 }"))
        .singleElement()
        .asString()
        .contains("is not a time");
    assertThat(problems("schedule: { cron: '@daily', tz: UTC }"))
        .singleElement()
        .asString()
        .contains("did you mean 'timezone'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ cron: '*/5 9-17 * * MON-FRI', timezone: Europe/Paris }",
        "{ cron: '@daily', timezone: UTC, overlap: replace, misfire: skip, jitter: 1h30m, timeout: 90s, in_gap: skip, in_repeat: last, enabled: false }",
        "{ every: 1h30m, from: end, overlap: allow, jitter: 1500ms }",
        "{ every: 1s }",
        "{ at: '2027-01-31T08:00:00.123456789', timezone: '+05:45' }",
        "'30 2 * * *'"
      })
  void whatIsWrittenIsReadBack(String words) {
    Schedule schedule = read("schedule: " + words).orElseThrow();
    Problems problems = new Problems();
    String json = "{\"schedule\":" + ScheduleWriter.schedule(schedule) + "}";
    assertThat(read(JsonTree.read(json, problems), problems)).contains(schedule);
    assertThat(problems.none()).isTrue();
  }

  @Test
  void nothingIsLeftToDefaults() {
    assertThat(ScheduleWriter.schedule(Schedule.of(NIGHTLY, ZoneOffset.UTC)))
        .hasToString(
            "{\"cron\":\"0 2 * * *\",\"timezone\":\"Z\",\"overlap\":\"skip\",\"misfire\":\"latest\","
                + "\"jitter\":\"0s\",\"in_gap\":\"run\",\"in_repeat\":\"first\",\"enabled\":true}");
  }
}
