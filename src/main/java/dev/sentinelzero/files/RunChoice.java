package dev.sentinelzero.files;

import dev.sentinelzero.process.RunId;
import java.util.List;
import java.util.Optional;

/** Which run of a process is meant. */
public sealed interface RunChoice {
  /** This one run. */
  record Exactly(RunId run) implements RunChoice {}

  /**
   * Counted back from the newest run.
   *
   * @param count 0: the newest, 1: the one before it, and so on
   */
  record Back(int count) implements RunChoice {
    /** Checks that the count is not negative. */
    public Back {
      if (count < 0) {
        throw new IllegalArgumentException("runs are counted back from the newest");
      }
    }
  }

  /**
   * Reads a choice as users type it: a run id, {@code 0} for the newest run, {@code -1} for the one
   * before it, and so on.
   *
   * @throws IllegalArgumentException with a message for the user when the text is neither
   */
  static RunChoice parse(String text) {
    if (RunId.isValid(text)) {
      return new Exactly(new RunId(text));
    }
    if (text.matches("0|-[0-9]{1,6}")) {
      return new Back(-Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not a run; write a run id, 0 for the newest or -1 for the one before it");
  }

  /** The run that is meant among these, oldest first; empty when there is no such run. */
  default Optional<RunId> among(List<RunId> runs) {
    return switch (this) {
      case Exactly exactly -> runs.stream().filter(exactly.run()::equals).findFirst();
      case Back back ->
          back.count() < runs.size()
              ? Optional.of(runs.get(runs.size() - 1 - back.count()))
              : Optional.empty();
    };
  }
}
