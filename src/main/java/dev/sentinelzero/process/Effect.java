package dev.sentinelzero.process;

import java.time.Instant;

/** What is to be done after a step, in the order given. */
public sealed interface Effect {
  /** Start a keeper for a new run. */
  record Launch(RunId run) implements Effect {}

  /** Write down that the run is being ended, before the first signal. */
  record RecordStop(RunId run, State.Then then, Instant deadline) implements Effect {}

  /** Send a signal. */
  record SendTo(RunId run, Signal signal, StopRule.Scope scope) implements Effect {}

  /** Kill what is left, again and again until nothing new shows up; survivors come as an event. */
  record Sweep(RunId run, StopRule.Scope scope) implements Effect {}

  /** Give the run a new keeper. */
  record TakeOver(RunId run) implements Effect {}

  /** Run the reload command. */
  record RunReload(RunId run) implements Effect {}

  /** Write down what became of a planned run. */
  record NoteFiring(Firing firing) implements Effect {}

  /** Run an occurrence beside the run there is. */
  record RunBeside(Agenda.Occurrence occurrence) implements Effect {}

  /** It was there for one occurrence only, which is over. */
  record Retire() implements Effect {}

  /** Run the hook after an exit. */
  record AfterExit(RunId run, ExitReport report) implements Effect {}
}
