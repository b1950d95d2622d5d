package dev.sentinelzero.importing;

import java.util.Optional;

/**
 * Something that whoever imports a file has to know.
 *
 * @param kind whether it was left out, or kept with a difference
 * @param file as the user knows it
 * @param line from 1; 0 where the format has no lines
 * @param key in the words of the tool
 * @param value what stood there, only where it can't be private
 * @param reason why, and what to do instead
 */
public record Finding(
    Kind kind, String file, int line, String key, Optional<String> value, String reason) {

  /** What became of the key. */
  public enum Kind {
    /** It is not in the process file. */
    UNMAPPED,
    /** It is in the process file, and works in another way. */
    NOTE
  }

  /** One line, such as {@code pm2.json:7: vizion: not mapped: …}. */
  public String describe() {
    String place = line == 0 ? file : file + ":" + line;
    String what = kind == Kind.UNMAPPED ? "not mapped: " : "note: ";
    return place + ": " + (key.isEmpty() ? "" : key + ": ") + what + reason;
  }
}
