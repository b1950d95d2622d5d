package dev.sentinelzero.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A planned fire.
 *
 * @param at the planned instant, before any jitter
 * @param note names a clock change that touched it
 */
public record Fire(Instant at, Optional<String> note) {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  /** A fire that no clock change touched. */
  public static Fire plain(Instant at) {
    return new Fire(at, Optional.empty());
  }

  /**
   * The planned instant by the clock of a zone, with its offset: {@code 2027-01-31T08:00+01:00}.
   */
  public String local(ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
  }

  /**
   * The fire's name among all fires of all processes, such as {@code backup@20261124T020000Z}; made
   * of the process and the planned instant, so that it is claimed once whoever computes it.
   *
   * @param process the process's unique name
   */
  public String key(String process) {
    String fraction = at.getNano() == 0 ? "" : ".%09d".formatted(at.getNano());
    return process + "@" + BASIC.format(at) + fraction + "Z";
  }
}
