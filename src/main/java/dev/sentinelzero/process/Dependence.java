package dev.sentinelzero.process;

import java.util.Optional;

/** Whether what a process depends on is there. */
public sealed interface Dependence {
  /** It is, or there is nothing that it depends on. */
  record Met() implements Dependence {}

  /**
   * It is not.
   *
   * @param reason what is waited for
   * @param hopeless whether it will not come without somebody doing something
   * @param look when it may have come without anything happening
   */
  record Unmet(Reason reason, boolean hopeless, Optional<Moment> look) implements Dependence {}
}
