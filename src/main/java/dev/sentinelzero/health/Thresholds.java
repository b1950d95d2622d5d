package dev.sentinelzero.health;

/**
 * How many results of one kind in a row make a verdict.
 *
 * @param success 1 or more
 * @param failure 1 or more
 */
public record Thresholds(int success, int failure) {
  /** One that passes, three that fail. */
  public static final Thresholds DEFAULT = new Thresholds(1, 3);
}
