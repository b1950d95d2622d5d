package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.WallClock.Fields;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions in plain English. */
class CronWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *          | at 02:00 every day",
        "@daily             | at 00:00 every day",
        "@hourly            | every hour",
        "@weekly            | at 00:00 on Sundays",
        "@monthly           | at 00:00 on the 1st of every month",
        "@yearly            | at 00:00 on the 1st of January",
        "* * * * *          | every minute",
        "*/5 * * * *        | every 5 minutes",
        "0-55/5 * * * *     | every 5 minutes",
        "*/7 * * * *        | at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour",
        "10 * * * *         | every hour at minute 10",
        "0,30 * * * *       | every 30 minutes",
        "10,40 * * * *      | at minutes 10 and 40 of every hour",
        "1-3,7 * * * *      | at minutes 1 to 3 and 7 of every hour",
        "0 */2 * * *        | every 2 hours",
        "15 */3 * * *       | every 3 hours at minute 15",
        "0 */5 * * *        | at 00:00, 05:00, 10:00, 15:00 and 20:00 every day",
        "0 0,12 * * *       | at 00:00 and 12:00 every day",
        "0,30 9 * * *       | at 09:00 and 09:30 every day",
        "30 9 * * 1-5       | at 09:30 on weekdays",
        "30 9 * * MON-FRI   | at 09:30 on weekdays",
        "0 8 * * 6,0        | at 08:00 on weekends",
        "0 8 * * 1,3,5      | at 08:00 on Mondays, Wednesdays and Fridays",
        "*/10 9-17 * * 1-5  | every 10 minutes from 09:00 to 17:59 on weekdays",
        "* 9 * * *          | every minute from 09:00 to 09:59 every day",
        "*/10 9,17 * * *    | every 10 minutes of the hours 9 and 17 every day",
        "5 9-17 * * *       | at minute 5 of the hours 9 to 17 every day",
        "1-30 9 * * *       | at minutes 1 to 30 of hour 9 every day",
        "0 4 1,15 * *       | at 04:00 on the 1st and 15th of every month",
        "0 4 2-4,22-23 * *  | at 04:00 on the 2nd to 4th, 22nd and 23rd of every month",
        "0 4 11,12,13 6 *   | at 04:00 on the 11th to 13th of June",
        "0 4 * 6-8 *        | at 04:00 every day in June to August",
        "*/5 * * 2 *        | every 5 minutes in February",
        "0 4 * 1,3 1        | at 04:00 on Mondays in January and March",
        "0 0 13 * 5         | at 00:00 on the 13th of the month and on Fridays",
        "0 0 29 2 1         | at 00:00 on the 29th of the month and on Mondays, in February",
        "0 0 */31 * 5       | at 00:00 on the 1st of every month if that is a Friday",
        "0 0 13 * */2       | at 00:00 on the 13th of every month if that is a Tuesday, Thursday, Saturday or Sunday",
        "0 0 1-31 * 5       | at 00:00 every day",
        "0 0 13 * 0-6       | at 00:00 every day",
        "0 0 13 * *         | at 00:00 on the 13th of every month"
      })
  void plainEnglish(String expression, String words) {
    assertThat(CronExpression.parse(expression.strip()).describe()).isEqualTo(words.strip());
  }

  private static final Map<String, CronFields> SAID = new HashMap<>();
  private static int again;

  @Provide
  Arbitrary<Fields> expressions() {
    return Expressions.all();
  }

  /** What is said of two expressions is the same only when they mean the same days and times. */
  @Property(tries = 8000, edgeCases = EdgeCasesMode.NONE)
  void theWordsTellApartWhatDiffers(@ForAll("expressions") Fields fields) {
    CronExpression expression = CronExpression.parse(fields.text());
    CronFields other = SAID.putIfAbsent(expression.describe(), expression.fields());
    if (other != null) {
      again++;
      assertThat(meaning(expression.fields())).as(expression.describe()).isEqualTo(meaning(other));
    }
  }

  @AfterContainer
  static void someWereSaidTwice() {
    assertThat(again).isGreaterThan(100);
  }

  /** The minutes, the hours, and the days of one month for each length and first weekday. */
  private static String meaning(CronFields fields) {
    StringBuilder all = new StringBuilder();
    all.append(fields.minute().bits()).append(' ').append(fields.hour().bits());
    for (int month : fields.month().values()) {
      for (int first = 0; first < 7; first++) {
        all.append(' ')
            .append(month)
            .append(':')
            .append(fields.daysOf(month == 2 ? 29 : 31, first));
      }
    }
    return all.toString();
  }
}
