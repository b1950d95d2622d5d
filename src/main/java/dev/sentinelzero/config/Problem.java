package dev.sentinelzero.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something wrong in a file, at the place where it is written.
 *
 * @param place where
 * @param path of the key, such as {@code processes.web.stop.timeout}; empty for the whole file
 * @param message what is wrong and, in few words, what would be right
 * @param suggestion the word or value that was probably meant
 */
public record Problem(Place place, String path, String message, Optional<String> suggestion) {

  /**
   * A place in a file.
   *
   * @param file its name; empty for the file that was read
   * @param line from 1; 0 when the problem has no place in a file
   * @param column from 1; 0 when the problem has no place in a file
   */
  public record Place(String file, int line, int column) {}

  /** Its line, from 1; 0 when it has no place in a file. */
  public int line() {
    return place.line();
  }

  /** Its column, from 1; 0 when it has no place in a file. */
  public int column() {
    return place.column();
  }

  /** A problem with no place in a file. */
  static Problem placeless(String path, String message) {
    return new Problem(new Place("", 0, 0), path, message, Optional.empty());
  }

  /**
   * The problem as a line such as {@code sentinelzero.yaml:7:14: processes.web.stop.timeout: '10'
   * is not a duration}.
   *
   * @param file how the user named the file, for a problem that names none itself
   */
  public String describe(String file) {
    if (path.startsWith(DaemonSettings.VARIABLES)) {
      return toString(); // of a variable, not of the file
    }
    String named = place.file().isEmpty() ? file : place.file();
    return line() > 0 ? named + ":" + line() + ":" + column() + ": " + this : named + ": " + this;
  }

  /** Path, message and suggestion, without the place. */
  @Override
  public String toString() {
    String meant =
        suggestion
            .filter(word -> !says(word))
            .map(word -> "; did you mean '" + word + "'?")
            .orElse("");
    return (path.isEmpty() ? "" : path + ": ") + message + meant;
  }

  /** Whether the message has the suggestion as a word already. */
  private boolean says(String word) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(message).find();
  }
}
