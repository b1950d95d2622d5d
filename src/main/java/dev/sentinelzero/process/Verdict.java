package dev.sentinelzero.process;

import java.time.Duration;

/** What follows an exit, with its reason. */
public sealed interface Verdict {
  /** Why. */
  Reason reason();

  /** Start again after the pause; {@code retries} counts this restart already. */
  record Restart(Duration pause, Retries retries, Reason reason) implements Verdict {}

  /** The retries ran out, but there is a slow retry after the pause. */
  record RetryLater(Duration pause, Retries retries, Reason reason) implements Verdict {}

  /** It ended as it should, and the policy leaves it. */
  record Complete(Reason reason) implements Verdict {}

  /** It ended otherwise, and no automatic attempt is planned. */
  record GiveUp(Reason reason) implements Verdict {}
}
