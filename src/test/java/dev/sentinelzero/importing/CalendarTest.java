package dev.sentinelzero.importing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendar expressions as cron fields, or not at all. */
class CalendarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daily|0 0 * * *",
        "weekly|0 0 * * 1",
        "quarterly|0 0 1 1,4,7,10 *",
        "*-*-* 02:30:00|30 2 * * *",
        "02:30|30 2 * * *",
        "*:0/15|0-59/15 * * * *",
        "*:00/5:00|0-59/5 * * * *",
        "Mon..Fri 09:00|0 9 * * 1-5",
        "Fri..Sun *-*-* 9:05|5 9 * * 5-7",
        "Sat,Sun 10:00|0 10 * * 6,0",
        "*-01,07-1 4:00|0 4 1 1,7 *",
        "*-*-01..07 04:00:00|0 4 1-7 * *",
        "Mon|0 0 * * 1"
      })
  void saysTheSame(String text, String cron) {
    assertThat(Calendar.times(text)).contains(new Calendar.Times(cron, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*-*-* 02:30:10",
        "2026-01-01 00:00",
        "Mon *-*-1 10:00",
        "*-*~1 03:00",
        "*:*:0/10",
        "Sat..Mon 10:00",
        "25:00",
        "nonsense"
      })
  void cronCanNotSayIt(String text) {
    assertThat(Calendar.times(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"*-*-* 02:30 UTC|UTC", "Mon 02:30 Europe/Paris|Europe/Paris"})
  void keepsTheZone(String text, String zone) {
    assertThat(Calendar.times(text).map(Calendar.Times::zone)).contains(zone);
  }
}
