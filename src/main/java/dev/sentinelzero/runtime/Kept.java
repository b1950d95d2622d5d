package dev.sentinelzero.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until something is written down in the home. */
final class Kept {
  private static final long LONGEST_SECONDS = 20;

  private Kept() {}

  /** Waits; a home that can't be written is a refusal, so that nothing is half done. */
  static void wait(CompletableFuture<Void> kept) throws RefusedException {
    try {
      kept.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("interrupted");
    } catch (ExecutionException e) {
      throw refused(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw refused("the disk does not answer");
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(
        RefusedException.Kind.UNAVAILABLE,
        "the change can't be written to the home: " + why,
        "make room on the disk or mend its permissions, then try again; nothing was changed");
  }
}
