package dev.sentinelzero.schedule;

import dev.sentinelzero.units.Durations;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneOffsetTransition;
import java.util.regex.Pattern;

/** Tells the four ways to write a timing apart, and reads them. */
final class TimingParser {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}.*");
  private static final Pattern OFFSET = Pattern.compile(".*(?:[Zz]|[+-]\\d{2}(?::?\\d{2}){0,2})");
  private static final String FORMS =
      "write a cron expression such as '0 2 * * *', a nickname such as @daily, a duration such as"
          + " 90m, or a time such as 2027-01-31T08:00";

  private TimingParser() {}

  static Timing parse(String text, ZoneId zone) {
    String trimmed = text.strip();
    if (TIME.matcher(trimmed).matches()) {
      return Timing.At.parse(trimmed, zone);
    }
    if (trimmed.startsWith("@") || trimmed.contains(" ") || trimmed.contains("\t")) {
      return cron(trimmed);
    }
    if (trimmed.matches("\\d.*")) {
      return new Timing.Every(Durations.parse(trimmed), Timing.From.START);
    }
    throw new IllegalArgumentException("'" + text + "' is not a schedule; " + FORMS);
  }

  private static Timing cron(String text) {
    if (text.matches("(?i)every\\s.*")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a schedule; write the duration alone, such as 5m");
    }
    return new Timing.Cron(CronExpression.parse(text));
  }

  /**
   * Reads an ISO time.
   *
   * @param zone for a time without offset
   * @throws IllegalArgumentException with a message for the user
   */
  static Instant instant(String text, ZoneId zone) {
    String iso = text.strip().replaceFirst("^(\\S+) +", "$1T");
    try {
      return OFFSET.matcher(iso.substring(Math.min(iso.length(), 10))).matches()
          ? OffsetDateTime.parse(iso).toInstant()
          : instant(LocalDateTime.parse(iso), zone);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a time; write "
              + DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.of(2027, 1, 31, 8, 0))
              + " for the clock of "
              + zone
              + ", or with an offset, as 2027-01-31T08:00Z or 2027-01-31T08:00+01:00",
          e);
    }
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.toInstant(zone.getRules().getOffset(local));
  }
}
