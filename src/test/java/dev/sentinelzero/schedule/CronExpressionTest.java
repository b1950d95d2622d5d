package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a cron expression, and what is said of the rest. */
class CronExpressionTest {
  private static CronFields fields(String text) {
    return CronExpression.parse(text).fields();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15      | 0 15 30 45",
        "5/15      | 5 20 35 50",
        "10-50/10  | 10 20 30 40 50",
        "0-4       | 0 1 2 3 4",
        "7,3,3     | 3 7",
        "1-3,50-59/4,30 | 1 2 3 30 50 54 58",
        "59        | 59",
        "00        | 0",
        "*/60      | 0",
        "7-7       | 7",
        "9-9/3     | 9",
        "*/2,1-3   | 0 1 2 3 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36 38 40 42 44 46 48 50"
            + " 52 54 56 58"
      })
  void minutes(String field, String values) {
    List<Integer> wanted =
        List.of(values.strip().split(" ")).stream().map(Integer::valueOf).toList();
    assertThat(fields(field + " * * * *").minute().values()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0       | 0",
        "7       | 0",
        "SUN     | 0",
        "sun-tue | 0 1 2",
        "FRI-SUN | 0 5 6",
        "5-7     | 0 5 6",
        "0-7     | 0 1 2 3 4 5 6",
        "*       | 0 1 2 3 4 5 6",
        "1/2     | 1 3 5",
        "*/3     | 0 3 6",
        "*/7     | 0",
        "Mon,wEd,FRI | 1 3 5",
        "SUN-SUN | 0",
        "MON-SUN/2 | 0 1 3 5",
        "7,1     | 0 1"
      })
  void weekdays(String field, String values) {
    List<Integer> wanted =
        List.of(values.strip().split(" ")).stream().map(Integer::valueOf).toList();
    assertThat(fields("0 0 * * " + field).weekday().values()).isEqualTo(wanted);
  }

  @Test
  void months() {
    assertThat(fields("0 0 1 jan,JUN-aug *").month().values()).containsExactly(1, 6, 7, 8);
    assertThat(fields("0 0 1 */5 *").month().values()).containsExactly(1, 6, 11);
    assertThat(fields("0 0 */10 * *").day().values()).containsExactly(1, 11, 21, 31);
  }

  @ParameterizedTest
  @CsvSource({
    "@hourly,0 * * * *",
    "@daily,0 0 * * *",
    "@midnight,0 0 * * *",
    "@weekly,0 0 * * 0",
    "@monthly,0 0 1 * *",
    "@yearly,0 0 1 1 *",
    "@Annually,0 0 1 1 *"
  })
  void nicknamesStandForExpressionsAndAreKept(String nickname, String expression) {
    CronExpression parsed = CronExpression.parse(nickname);
    assertThat(parsed.fields()).isEqualTo(fields(expression));
    assertThat(parsed.text()).isEqualTo(nickname);
    assertThat(parsed).hasToString(nickname);
  }

  @Test
  void theTextIsKeptAndMakesTheValue() {
    CronExpression parsed = CronExpression.parse("  0 2\t* *   MON ");
    assertThat(parsed.text()).isEqualTo("0 2\t* *   MON");
    assertThat(CronExpression.parse(parsed.text())).isEqualTo(parsed).hasSameHashCodeAs(parsed);
    assertThat(parsed).isNotEqualTo(CronExpression.parse("0 2 * * TUE")).isNotEqualTo("0 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "60 * * * *  | the minute '60' has the value 60; it may be 0 to 59",
        "* 24 * * *  | the hour '24' has the value 24; it may be 0 to 23",
        "* * 0 * *   | the day of the month '0' has the value 0; it may be 1 to 31",
        "* * 32 * *  | it may be 1 to 31",
        "* * * 13 *  | the month '13' has the value 13; it may be 1 to 12 or JAN to DEC",
        "* * * 0 *   | it may be 1 to 12 or JAN to DEC",
        "* * * * 8   | the day of the week '8' has the value 8; it may be 0 to 7 or SUN to SAT",
        "* * * * FUN | the day of the week 'FUN' has the value 'FUN'; it may be 0 to 7 or SUN to SAT",
        "* * * * Monday | the day of the week 'Monday' has the value 'MONDAY'; write MON",
        "MON * * * * | the minute 'MON' has the value 'MON'; it may be 0 to 59",
        "*/0 * * * * | the minute '*/0' has the step '0'; a step is a number from 1 to 60",
        "*/x * * * * | has the step 'X'; a step is a number from 1 to 60",
        "*/ * * * *  | has the step ''",
        "*/90 * * * * | which is more than the 60 values there are; a longer period is written as a duration",
        "* */25 * * * | which is more than the 24 values there are",
        "1,,2 * * * * | the minute '1,,2' has an empty part between commas",
        "1, * * * *  | has an empty part between commas",
        "-5 * * * *  | can't be read at '-5'",
        "5- * * * *  | can't be read at '5-'",
        "*-5 * * * * | can't be read at '*-5'",
        "1-2-3 * * * * | can't be read at '1-2-3'",
        "1/2/3 * * * * | can't be read at '1/2/3'",
        "1.5 * * * * | can't be read at '1.5'",
        "* 22-2 * * * | the hour '22-2' has the range 22-2, which runs backwards; write 22-23,0-2",
        "* 23-0 * * * | write 23,0",
        "* * * NOV-FEB * | write NOV-DEC,JAN-FEB",
        "* * * * FRI-MON | write FRI-SAT,SUN-MON",
        "* * * * 6-0 | write 6,0",
        "* * L * *   | 'L' (the last) is not supported",
        "* * L-3 * * | 'L' (the last) is not supported",
        "* * LW * *  | 'W' (the nearest weekday) is not supported",
        "* * 15W * * | 'W' (the nearest weekday) is not supported",
        "* * * * 5L  | 'L' (the last) is not supported",
        "* * * * fril | 'L' (the last) is not supported",
        "* * * * 5#2 | '#' (the n-th weekday of a month) is not supported",
        "* * ? * *   | '?' is not supported; write *",
        "H * * * *   | 'H' (a hash) is not supported; write a number, and use a jitter",
        "H/15 * * * * | 'H' (a hash) is not supported",
        "0~59 * * * * | '~' (a random value) is not supported",
        "0 2 * * * * | has 6 fields; a cron expression has five: minute, hour, day of the month, month, day of the week; a field of seconds",
        "0 2 * *     | has 4 fields; a cron expression has five: minute, hour",
        "5           | has 1 field;",
        "@reboot     | '@reboot' is not supported: a process that is wanted up starts with the daemon",
        "@every 5m   | write the duration alone, such as 5m",
        "@dialy      | did you mean @daily?",
        "@sometimes  | is none of @hourly @daily @midnight @weekly @monthly @yearly @annually",
        "CRON_TZ=UTC 0 2 * * * | the zone is set beside the expression",
        "0 0 31 2 *  | '0 0 31 2 *' never fires: none of its months has such a day",
        "0 0 30 FEB * | never fires",
        "0 0 31 4,6,9,11 * | never fires",
        "0 0 31 2 */2 | never fires"
      })
  void whatIsWrongIsSaidWithWhatIsRight(String text, String message) {
    assertThatThrownBy(() -> CronExpression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void anEmptyOrEndlessTextIsRefused() {
    assertThatThrownBy(() -> CronExpression.parse("  ")).hasMessageContaining("has 0 fields");
    assertThatThrownBy(() -> CronExpression.parse("1,".repeat(600)))
        .hasMessageContaining("at most 1000 characters");
    assertThatThrownBy(() -> CronExpression.parse("99999999999 * * * *"))
        .hasMessageContaining("it may be 0 to 59");
    assertThatThrownBy(() -> CronExpression.parse("0 0 * * Tuesday"))
        .hasMessageContaining("in '0 0 * * Tuesday' the day of the week")
        .hasMessageContaining("write TUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 29 2 *",
        "0 0 31 2 1",
        "0 0 31 4,5 *",
        "0 0 30,29 2 *",
        "0 0 */31 2 *",
        "0 0 31 12 */7"
      })
  void whatFiresOnSomeDayIsTaken(String text) {
    assertThat(CronExpression.parse(text).text()).isEqualTo(text);
  }

  @Test
  void hoursAreFixedWhenTheyAreWrittenOut() {
    assertThat(CronExpression.parse("* 2 * * *").hasFixedHours()).isTrue();
    assertThat(CronExpression.parse("0 1-5,7 * * *").hasFixedHours()).isTrue();
    assertThat(CronExpression.parse("0 * * * *").hasFixedHours()).isFalse();
    assertThat(CronExpression.parse("0 */2 * * *").hasFixedHours()).isFalse();
    assertThat(CronExpression.parse("0 1-9/2 * * *").hasFixedHours()).isFalse();
  }
}
