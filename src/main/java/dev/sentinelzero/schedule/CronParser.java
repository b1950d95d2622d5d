package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Suggestion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads cron expressions and their nicknames. */
final class CronParser {
  private static final int LONGEST = 1000;
  private static final Map<String, String> NICKNAMES = nicknames();

  private CronParser() {}

  private static Map<String, String> nicknames() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("@hourly", "0 * * * *");
    all.put("@daily", "0 0 * * *");
    all.put("@midnight", "0 0 * * *");
    all.put("@weekly", "0 0 * * 0");
    all.put("@monthly", "0 0 1 * *");
    all.put("@yearly", "0 0 1 1 *");
    all.put("@annually", "0 0 1 1 *");
    return all;
  }

  static CronExpression parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a cron expression has at most " + LONGEST + " characters");
    }
    String plain = trimmed.startsWith("@") ? nickname(trimmed) : trimmed;
    CronFields fields = fields(trimmed, plain.split("\\s+"));
    if (!fields.canFire()) {
      throw new IllegalArgumentException(
          "'" + trimmed + "' never fires: none of its months has such a day");
    }
    return new CronExpression(trimmed, fields);
  }

  private static String nickname(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    String expression = NICKNAMES.get(word);
    if (expression != null) {
      return expression;
    }
    if (word.equals("@reboot")) {
      throw new IllegalArgumentException(
          "'@reboot' is not supported: a process that is wanted up starts with the daemon anyhow");
    }
    if (word.startsWith("@every")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not supported; write the duration alone, such as 5m");
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is none of "
            + String.join(" ", NICKNAMES.keySet())
            + Suggestion.nearest(word, NICKNAMES.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
  }

  private static CronFields fields(String text, String[] words) {
    if (text.contains("TZ=")) {
      throw new IllegalArgumentException(
          "'" + text + "' names a time zone; the zone is set beside the expression, as timezone");
    }
    if (words.length != CronUnit.values().length) {
      throw miscounted(text, words);
    }
    try {
      return new CronFields(
          CronFieldParser.parse(CronUnit.MINUTE, words[0]),
          CronFieldParser.parse(CronUnit.HOUR, words[1]),
          CronFieldParser.parse(CronUnit.DAY, words[2]),
          CronFieldParser.parse(CronUnit.MONTH, words[3]),
          CronFieldParser.parse(CronUnit.WEEKDAY, words[4]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("in '" + text + "' " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException miscounted(String text, String[] words) {
    int count = text.isEmpty() ? 0 : words.length;
    String seconds =
        count > 5
            ? "; a field of seconds, one of years or a command behind the times is not supported"
            : "";
    return new IllegalArgumentException(
        "'"
            + text
            + "' has "
            + count
            + (count == 1 ? " field" : " fields")
            + "; a cron expression has five: minute, hour, day of the month, month, day of the week"
            + seconds);
  }
}
