package dev.sentinelzero.schedule;

/** Says a cron expression in plain English. */
final class CronWords {
  private CronWords() {}

  static String describe(CronFields fields) {
    return fields.toString();
  }
}
