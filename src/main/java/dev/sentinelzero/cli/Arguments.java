package dev.sentinelzero.cli;

import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line, taken apart.
 *
 * @param options the values of each option by its long name; an option without a value has an empty
 *     text for each time it was given
 * @param operands what is neither option nor value, before any {@code --}
 * @param verbatim everything after {@code --}; absent when there was none
 */
record Arguments(
    Map<String, List<String>> options, List<String> operands, Optional<List<String>> verbatim) {

  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The values of an option that may be given often, in their order. */
  List<String> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The value of an option; of several the last. */
  Optional<String> text(String option) {
    List<String> values = all(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /** The value as a duration. */
  Optional<Duration> duration(String option) {
    Optional<String> text = text(option);
    try {
      return text.map(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--" + option + ": " + e.getMessage(), "");
    }
  }

  /** The value as a number, 0 or more. */
  Optional<Integer> count(String option) {
    Optional<String> text = text(option);
    if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
      throw Failure.usage("--" + option + ": '" + text.get() + "' is not a number", "");
    }
    return text.map(Integer::valueOf);
  }

  /** Operands and what stands after {@code --} together: for verbs to which it is no difference. */
  List<String> words() {
    if (verbatim.isEmpty()) {
      return operands;
    }
    List<String> all = new java.util.ArrayList<>(operands);
    all.addAll(verbatim.get());
    return List.copyOf(all);
  }
}
