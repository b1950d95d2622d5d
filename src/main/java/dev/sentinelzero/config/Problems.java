package dev.sentinelzero.config;

import dev.sentinelzero.units.Suggestion;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    Problem.Place place = new Problem.Place(spot.file(), spot.line(), spot.column());
    found.add(new Problem(place, spot.path(), bounded, suggestion));
  }

  /** Adds a problem whose suggestion is the nearest of the known words. */
  void addNear(Item.Spot spot, String message, String typed, Collection<String> known) {
    add(spot, message, Suggestion.nearest(typed, known));
  }

  /** Takes over what was found in a file that was read by itself. */
  void addAll(String file, Problems others) {
    for (Problem one : others.inOrder()) {
      Problem.Place place = new Problem.Place(file, one.line(), one.column());
      found.add(new Problem(place, one.path(), one.message(), one.suggestion()));
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  List<Problem> inOrder() {
    Map<String, Integer> files = new HashMap<>();
    found.forEach(problem -> files.putIfAbsent(problem.place().file(), files.size()));
    return found.stream()
        .sorted(
            Comparator.<Problem>comparingInt(
                    problem -> files.getOrDefault(problem.place().file(), 0))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
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
