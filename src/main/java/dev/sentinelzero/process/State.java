package dev.sentinelzero.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a process is doing; each state holds only what is true in it. */
public sealed interface State {
  /** The name shown to users. */
  String word();

  /** Nothing runs. */
  sealed interface Resting extends State {}

  /** There is a run. */
  sealed interface Active extends State {
    /** The run. */
    RunId run();
  }

  /** Not running, and nothing planned. */
  record Stopped() implements Resting {
    @Override
    public String word() {
      return "stopped";
    }
  }

  /**
   * Waiting for its next automatic start.
   *
   * @param until when that is
   */
  record BackingOff(Moment until) implements Resting {
    @Override
    public String word() {
      return "backing_off";
    }
  }

  /**
   * Wanted, and started as soon as what it depends on is there.
   *
   * @param on what it waits for
   * @param asked why it is to be started
   */
  record Waiting(Dependence.Unmet on, Reason asked) implements Resting {
    @Override
    public String word() {
      return "waiting";
    }
  }

  /**
   * Armed by a schedule.
   *
   * @param next when it runs next; absent while that depends on something, or is never again
   */
  record Scheduled(Optional<Instant> next) implements Resting {
    @Override
    public String word() {
      return "scheduled";
    }
  }

  /** Ended as it should. */
  record Completed() implements Resting {
    @Override
    public String word() {
      return "completed";
    }
  }

  /** Ended otherwise, and no automatic attempt is planned. */
  record Failed() implements Resting {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** A keeper was asked to run it; exec has not succeeded yet. */
  record Starting(RunId run) implements Active {
    @Override
    public String word() {
      return "starting";
    }
  }

  /**
   * Exec succeeded.
   *
   * @param identity the leader
   * @param since when it was seen running
   * @param vitals what its probes say
   */
  record Running(RunId run, Identity identity, Moment since, Vitals vitals) implements Active {
    /** When its start counts as done, where no probe says so. */
    Moment settledAt(Definition definition) {
      return since.plus(definition.spec().rules().start().settle());
    }

    /** The same with other vitals. */
    Running with(Vitals other) {
      return new Running(run, identity, since, other);
    }

    @Override
    public String word() {
      return "running";
    }
  }

  /**
   * Being ended.
   *
   * @param identity the leader, where it came to be
   * @param killAt when what is left is killed; moves on after each attempt
   * @param then what follows
   */
  record Stopping(RunId run, Optional<Identity> identity, Moment killAt, Then then)
      implements Active {
    @Override
    public String word() {
      return "stopping";
    }
  }

  /** What follows when nothing of the tree is left. */
  sealed interface Then {
    /** The word that is kept on disk. */
    String word();

    /** It rests. */
    record Rest() implements Then {
      @Override
      public String word() {
        return "rest";
      }
    }

    /** It is started again. */
    record Relaunch() implements Then {
      @Override
      public String word() {
        return "relaunch";
      }
    }

    /**
     * The policy decides about an exit that has happened already.
     *
     * @param report the exit
     */
    record Judge(ExitReport report) implements Then {
      @Override
      public String word() {
        return "judge";
      }
    }

    /**
     * The policy decides, as after a failure, whatever the exit will be.
     *
     * @param reason what was wrong with it
     * @param steady how long it was up, ready where it has a probe
     */
    record Fail(Reason reason, Duration steady) implements Then {
      @Override
      public String word() {
        return "fail";
      }
    }

    /**
     * It is left failed, though it is wanted up.
     *
     * @param reason why
     */
    record GiveUp(Reason reason) implements Then {
      @Override
      public String word() {
        return "give_up";
      }
    }
  }
}
