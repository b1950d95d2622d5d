package dev.sentinelzero.host;

import java.util.List;

/** Runs commands of which a failure is trouble. */
record Commands(ServiceControl control) {
  /** Runs it and answers how it ended. */
  ServiceControl.Outcome ask(String... command) {
    return control.run(List.of(command));
  }

  /**
   * Runs it.
   *
   * @throws ServiceException when it fails
   */
  void must(String... command) throws ServiceException {
    ServiceControl.Outcome outcome = ask(command);
    if (!outcome.succeeded()) {
      throw new ServiceException(
          ServiceException.Code.FAILED,
          "'" + String.join(" ", command) + "' failed: " + outcome.brief(),
          "");
    }
  }
}
