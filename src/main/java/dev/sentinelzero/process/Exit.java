package dev.sentinelzero.process;

/** How a run ended. */
public sealed interface Exit {
  /** The leader called exit; {@code status} is 0 to 255. */
  record Code(int status) implements Exit {
    @Override
    public String toString() {
      return "exit code " + status;
    }
  }

  /** A signal ended the leader, with a core dump or without. */
  record Signalled(Signal signal, boolean core) implements Exit {
    @Override
    public String toString() {
      return "killed by " + signal + (core ? " (core dumped)" : "");
    }
  }

  /**
   * The command never ran.
   *
   * @param stage which step of the launch failed
   * @param errno the system's number of the error, 0 where there is none
   * @param message what the system says about it
   */
  record NotSpawned(Stage stage, int errno, String message) implements Exit {
    @Override
    public String toString() {
      return "could not be started (" + stage.word() + "): " + message;
    }
  }

  /** It ended, and nobody saw how: its keeper was killed before it. */
  record Unknown() implements Exit {
    @Override
    public String toString() {
      return "ended while nobody watched (its keeper was killed)";
    }
  }

  /**
   * It was ended because something was wrong with it; only for the policy, whatever the command
   * itself said when it ended.
   *
   * @param cause what was wrong
   */
  record Failing(Reason cause) implements Exit {
    @Override
    public String toString() {
      return cause.text();
    }
  }

  /** Whether the run ended with exit code 0. */
  default boolean isZero() {
    return this instanceof Code code && code.status() == 0;
  }
}
