package dev.sentinelzero.probes;

import dev.sentinelzero.reach.Deadline;
import java.util.regex.Pattern;

/**
 * A text whose characters can only be looked at until a deadline: a pattern that would take for
 * ever, as some do on some texts, ends there.
 */
final class BoundedText implements CharSequence {
  private static final int LOOKS_BETWEEN = 4096;
  private final CharSequence text;
  private final Deadline deadline;
  private int looks;

  /** The pattern took too long. */
  static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private BoundedText(CharSequence text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  /**
   * Whether the pattern is found.
   *
   * @throws TooSlowException when that isn't known at the deadline
   */
  static boolean holds(CharSequence text, Pattern pattern, Deadline deadline) {
    return pattern.matcher(new BoundedText(text, deadline)).find();
  }

  @Override
  public char charAt(int index) {
    if (++looks % LOOKS_BETWEEN == 0 && deadline.isOver()) {
      throw new TooSlowException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
