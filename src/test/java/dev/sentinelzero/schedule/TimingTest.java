package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.schedule.Schedule.Manner;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four ways to write a timing. */
class TimingTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @ParameterizedTest
  @CsvSource({
    "2027-01-31T08:00,2027-01-31T07:00:00Z",
    "2027-01-31 08:00,2027-01-31T07:00:00Z",
    "2027-07-31T08:00:30,2027-07-31T06:00:30Z",
    "2027-01-31T08:00Z,2027-01-31T08:00:00Z",
    "2027-01-31T08:00:00z,2027-01-31T08:00:00Z",
    "2027-01-31T08:00+05:30,2027-01-31T02:30:00Z",
    "2027-01-31T08:00-08:00,2027-01-31T16:00:00Z",
    "2026-03-29T02:30,2026-03-29T01:00:00Z",
    "2026-10-25T02:30,2026-10-25T00:30:00Z"
  })
  void anIsoTime(String text, String instant) {
    assertThat(Timing.parse(text, PARIS)).isEqualTo(new Timing.At(Instant.parse(instant)));
  }

  @Test
  void aDurationAndACronExpression() {
    assertThat(Timing.parse(" 1h30m ", PARIS))
        .isEqualTo(new Timing.Every(Duration.ofMinutes(90), Timing.From.START));
    assertThat(Timing.parse("0 2 * * *", PARIS))
        .isEqualTo(new Timing.Cron(CronExpression.parse("0 2 * * *")));
    assertThat(Timing.parse("@daily", PARIS).text()).isEqualTo("@daily");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tomorrow         | 'tomorrow' is not a schedule; write a cron expression such as '0 2 * * *', a nickname such as @daily, a duration such as 90m, or a time such as 2027-01-31T08:00",
        "every 5m         | write the duration alone, such as 5m",
        "5                | a unit is missing: 5s?",
        "5x               | '5x' is not a duration",
        "500ms            | a period is from 1s to 36500d, not 500ms",
        "0                | a period is from 1s",
        "40000d           | a period is from 1s",
        "2027-01-31       | '2027-01-31' is not a time; write 2027-01-31T08:00:00 for the clock of Europe/Paris, or with an offset",
        "2027-02-30T08:00 | is not a time",
        "2027-01-31T25:00 | is not a time",
        "1969-12-31T08:00 | a time is in the years 1970 to 9998",
        "9999-12-31T08:00 | a time is in the years 1970 to 9998",
        "0 2 * *          | has 4 fields",
        "@nightly         | is none of @hourly"
      })
  void whatIsWrongIsSaidWithWhatIsRight(String text, String message) {
    assertThatThrownBy(() -> Timing.parse(text, PARIS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void itsTextIsReadBackAndItsWordsAreEnglish() {
    for (String text : new String[] {"1h30m", "0 2 * * 1-5", "@weekly", "2027-01-31T08:00:00Z"}) {
      assertThat(Timing.parse(text, PARIS).text()).isEqualTo(text);
    }
    assertThat(Timing.parse("90m", PARIS).describe()).isEqualTo("every 1h30m");
    assertThat(new Timing.Every(Duration.ofMinutes(5), Timing.From.END).describe())
        .isEqualTo("every 5m after the end of the last run");
    assertThat(Timing.parse("2027-01-31T08:00Z", PARIS).describe())
        .isEqualTo("once at 2027-01-31T08:00:00Z");
    assertThat(Schedule.of(Timing.parse("0 2 * * *", PARIS), PARIS).describe())
        .isEqualTo("at 02:00 every day, Europe/Paris");
    assertThat(Schedule.of(Timing.parse("5m", PARIS), PARIS).describe()).isEqualTo("every 5m");
  }

  @Test
  void durationsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> new Timing.Every(Duration.ofNanos(1_500_000_001), Timing.From.END))
        .hasMessageContaining("whole milliseconds");
    assertThatThrownBy(() -> manner(Duration.ofDays(2), Optional.empty()))
        .hasMessageContaining("a jitter is at most 1d");
    assertThatThrownBy(() -> manner(Duration.ofSeconds(-1), Optional.empty()))
        .hasMessageContaining("a jitter is at most 1d");
    assertThatThrownBy(() -> manner(Duration.ZERO, Optional.of(Duration.ZERO)))
        .hasMessageContaining("a timeout must be longer than zero");
    assertThatThrownBy(
            () ->
                new Schedule(
                    Timing.parse("5m", PARIS),
                    PARIS,
                    Overlap.SKIP,
                    Misfire.SKIP,
                    manner(Duration.ofMinutes(5), Optional.empty())))
        .hasMessage("a jitter of 5m is not shorter than the period, 5m");
  }

  private static Manner manner(Duration jitter, Optional<Duration> timeout) {
    return new Manner(jitter, timeout, ClockChanges.ONCE_A_DAY, true);
  }

  @Test
  void aScheduleCanBeSwitchedOff() {
    Schedule schedule = Schedule.of(Timing.parse("5m", PARIS), PARIS);
    assertThat(schedule.manner().enabled()).isTrue();
    assertThat(schedule.enabled(false).manner().enabled()).isFalse();
    assertThat(schedule.enabled(false).enabled(true)).isEqualTo(schedule);
  }

  @Test
  void zonesAreFoundOrMeant() {
    assertThat(Zones.parse(" Europe/Paris ")).isEqualTo(PARIS);
    assertThat(Zones.parse("+02:00").getId()).isEqualTo("+02:00");
    assertThatThrownBy(() -> Zones.parse("Europe/Pariss"))
        .hasMessageContaining("'Europe/Pariss' is not a time zone")
        .hasMessageEndingWith("did you mean Europe/Paris?");
    assertThat(Zones.nearest("paris")).contains("Europe/Paris");
    assertThat(Zones.nearest("new york")).contains("America/New_York");
    assertThat(Zones.nearest("europe/paris")).contains("Europe/Paris");
    assertThat(Zones.nearest("")).isEmpty();
    assertThat(Zones.nearest("qqqqqqqqqqqqqqq")).isEmpty();
  }
}
