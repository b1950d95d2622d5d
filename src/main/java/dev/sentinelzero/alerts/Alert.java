package dev.sentinelzero.alerts;

import dev.sentinelzero.process.Reason;
import java.time.Instant;

/**
 * Something that somebody is to be told.
 *
 * @param kind what it is
 * @param process whom it is about; for a test the target's name
 * @param at when it happened
 * @param reason why
 */
public record Alert(Kind kind, String process, Instant at, Reason reason) {
  private static final int LONGEST = 300;

  /** In one line. */
  public String line() {
    String text = reason.text().replaceAll("\\p{Cntrl}+", " ");
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    String what =
        switch (kind) {
          case FAILED -> "failed";
          case UNHEALTHY -> "is unhealthy";
          case SCHEDULE_FAILED -> "failed on its schedule";
          case RECOVERED -> "has recovered";
          case TEST -> "is tested";
        };
    return process + " " + what + ": " + shown;
  }
}
