package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.time.Duration;
import java.util.Optional;

/** An operation on one process, apart from which process. */
public sealed interface Request {
  /** How much longer than the grace time a stop may take: kill, look, look again. */
  Duration KILL_TAKES = Duration.ofSeconds(10);

  /** Start it. */
  record Start() implements Request {}

  /** Stop it. */
  record Stop(Optional<Duration> timeout) implements Request {}

  /** Stop and start it. */
  record Restart() implements Request {}

  /** Make it read its configuration again. */
  record Reload() implements Request {}

  /** Send it a signal. */
  record Send(Signal signal) implements Request {}

  /** Forget its restarts. */
  record Reset() implements Request {}

  /** Delete it, stopping it first if forced to. */
  record Delete(boolean force, Optional<Duration> timeout) implements Request {}

  /** Run it now, whatever its schedule says. */
  record RunNow() implements Request {}

  /** Let its schedule count, or not. */
  record Enable(boolean on) implements Request {}

  /** Wait until it is so. */
  record Await(Goal goal) implements Request {}

  /** Its name in answers and events. */
  default String word() {
    return switch (this) {
      case Start() -> "start";
      case Stop ignored -> "stop";
      case Restart() -> "restart";
      case Reload() -> "reload";
      case Send ignored -> "signal";
      case Reset() -> "reset";
      case Delete ignored -> "delete";
      case RunNow() -> "run";
      case Enable(boolean on) -> on ? "enable" : "disable";
      case Await ignored -> "wait";
    };
  }

  /** The event it is; none for what is no event. */
  default Optional<Event.Command> command(Entry.Origin origin) {
    Reason reason =
        new Reason(
            word() + "_by_user",
            word() + " asked for by " + origin.actor() + " (" + origin.via() + ")");
    return switch (this) {
      case Start() -> Optional.of(new Event.Start(reason));
      case Stop(Optional<Duration> timeout) -> Optional.of(new Event.Stop(reason, timeout));
      case Restart() -> Optional.of(new Event.Restart(reason));
      case Reload() -> Optional.of(new Event.Reload(reason));
      case Send(Signal signal) -> Optional.of(new Event.Send(signal));
      case Reset() -> Optional.of(new Event.Reset(reason));
      case Delete(boolean ignored, Optional<Duration> timeout) ->
          Optional.of(new Event.Stop(reason, timeout));
      case RunNow() -> Optional.of(new Event.RunNow(reason));
      case Enable(boolean on) -> Optional.of(new Event.Enable(on, reason));
      case Await ignored -> Optional.empty();
    };
  }

  /** When its effect has happened; none: as soon as it was taken. */
  default Optional<Goal> goal(Managed managed) {
    return switch (this) {
      case Start() -> Optional.of(new Goal.Up(rules(managed).start().settle()));
      case Restart() -> Optional.of(new Goal.Up(rules(managed).start().settle()));
      case Stop ignored -> Optional.of(new Goal.Down());
      case Delete ignored -> Optional.of(new Goal.Down());
      case Await(Goal goal) -> Optional.of(goal);
      case RunNow() -> Optional.of(new Goal.Up(Duration.ZERO));
      case Enable ignored -> Optional.empty();
      case Reload() -> Optional.empty();
      case Send ignored -> Optional.empty();
      case Reset() -> Optional.empty();
    };
  }

  /** How long its effect may take by the process's own rules. */
  default Duration patience(Managed managed) {
    ProcessSpec.Rules rules = rules(managed);
    StopRule stop = rules.stop();
    return switch (this) {
      case Start() -> rules.start().timeout();
      case Restart() -> stop.timeout().plus(KILL_TAKES).plus(rules.start().timeout());
      case RunNow() -> stop.timeout().plus(KILL_TAKES).plus(rules.start().timeout());
      case Enable ignored -> Duration.ZERO;
      case Stop(Optional<Duration> timeout) -> timeout.orElse(stop.timeout()).plus(KILL_TAKES);
      case Delete(boolean ignored, Optional<Duration> timeout) ->
          timeout.orElse(stop.timeout()).plus(KILL_TAKES);
      case Reload() -> Duration.ZERO;
      case Send ignored -> Duration.ZERO;
      case Reset() -> Duration.ZERO;
      case Await ignored -> Duration.ofDays(365);
    };
  }

  private static ProcessSpec.Rules rules(Managed managed) {
    return managed.definition().spec().rules();
  }
}
