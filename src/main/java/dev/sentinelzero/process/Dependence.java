package dev.sentinelzero.process;

/** Whether what a process depends on is there. */
public sealed interface Dependence {
  /** It is, or there is nothing that it depends on. */
  record Met() implements Dependence {}

  /**
   * It is not.
   *
   * @param reason what is waited for
   * @param hopeless whether it will not come without somebody doing something
   */
  record Unmet(Reason reason, boolean hopeless) implements Dependence {}
}
