package dev.sentinelzero.schedule;

import java.util.Objects;

/**
 * A five-field cron expression, by Vixie cron's rules: minute, hour, day of the month, month, day
 * of the week; {@code *}, lists, ranges and steps; names of months and weekdays; 0 and 7 are
 * Sunday. If neither day field begins with {@code *}, a day that matches either is meant, else one
 * that matches both. Or {@code @hourly @daily @midnight @weekly @monthly @yearly @annually}.
 */
public final class CronExpression {
  private final String text;
  private final CronFields fields;

  CronExpression(String text, CronFields fields) {
    this.text = text;
    this.fields = fields;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with a message for the user when it can't be read, or when no
   *     day ever matches it
   */
  public static CronExpression parse(String text) {
    return CronParser.parse(text);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** In plain English words. */
  public String describe() {
    return CronWords.describe(fields);
  }

  /** Whether its hours are written out, so that clock changes have rules for them. */
  public boolean hasFixedHours() {
    return fields.hour().isFixed();
  }

  CronFields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression expression && text.equals(expression.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
