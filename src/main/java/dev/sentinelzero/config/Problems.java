package dev.sentinelzero.config;

import dev.sentinelzero.units.Suggestion;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what is wrong. A set, because what stands in {@code defaults} is read once for each
 * process and would be told as often.
 */
final class Problems {
  private static final int LONGEST = 400;
  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Item.Spot spot, String message) {
    add(spot, message, Optional.empty());
  }

  void add(Item.Spot spot, String message, Optional<String> suggestion) {
    String bounded = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    found.add(new Problem(spot.line(), spot.column(), spot.path(), bounded, suggestion));
  }

  /** Adds a problem whose suggestion is the nearest of the known words. */
  void addNear(Item.Spot spot, String message, String typed, Collection<String> known) {
    add(spot, message, Suggestion.nearest(typed, known));
  }

  boolean none() {
    return found.isEmpty();
  }

  List<Problem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /**
   * Ends the reading when anything was wrong.
   *
   * @throws ProblemsException with all of it
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ProblemsException(inOrder());
    }
  }
}
