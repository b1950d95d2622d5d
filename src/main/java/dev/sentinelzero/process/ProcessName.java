package dev.sentinelzero.process;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a process, or of one instance of it ({@code web/0}). Names are unique ignoring case.
 *
 * @param value {@code [A-Za-z0-9][A-Za-z0-9_.@-]{0,127}}, for an instance followed by {@code
 *     /INDEX}
 */
public record ProcessName(String value) implements Comparable<ProcessName> {
  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,127}(?:/(?:0|[1-9][0-9]{0,5}))?");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a message for the user when it is not a name
   */
  public ProcessName {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'"
              + value
              + "' is not a name: 1 to 128 of A-Z a-z 0-9 _ . @ -, the first a letter or a digit");
    }
  }

  /** Whether the text is a name. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** The key under which the name is unique: names differing in case only are the same process. */
  public String key() {
    return value.toLowerCase(Locale.ROOT);
  }

  /**
   * The folder name used for this process on disk: never a path, {@code web~0} for {@code web/0}.
   */
  public String directory() {
    return key().replace('/', '~');
  }

  /** The name without an instance's index. */
  public String base() {
    int slash = value.indexOf('/');
    return slash < 0 ? value : value.substring(0, slash);
  }

  /** The instance's index, or 0 where there is only one. */
  public int instance() {
    int slash = value.indexOf('/');
    return slash < 0 ? 0 : Integer.parseInt(value.substring(slash + 1));
  }

  /** Instances stand together, by number and not by digits. */
  @Override
  public int compareTo(ProcessName other) {
    int bases = base().compareToIgnoreCase(other.base());
    if (bases != 0) {
      return bases;
    }
    int instances = Integer.compare(instance(), other.instance());
    return instances != 0 ? instances : Integer.compare(value.length(), other.value.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
