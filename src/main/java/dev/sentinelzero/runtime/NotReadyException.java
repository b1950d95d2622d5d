package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Stage;

/** A run can't be launched: something it needs is missing. */
final class NotReadyException extends Exception {
  private static final long serialVersionUID = 1;

  private final Stage stage;

  NotReadyException(Stage stage, String message) {
    super(message);
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }
}
