package dev.sentinelzero.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file or text was refused; holds everything that is wrong with it. */
public final class ProblemsException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  /**
   * Makes the exception.
   *
   * @param problems at least one, in the order of the file
   */
  public ProblemsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
