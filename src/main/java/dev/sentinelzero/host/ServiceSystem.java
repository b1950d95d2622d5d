package dev.sentinelzero.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What differs between launchd and systemd. */
interface ServiceSystem {
  /**
   * What the service manager says of the service.
   *
   * @param pid of the daemon, while it runs
   */
  record Look(boolean active, boolean enabled, OptionalLong pid) {}

  /** Where the service file belongs. */
  Path file(Request.Scope scope);

  /**
   * The service file's text.
   *
   * @param installed the text that is there now
   */
  String text(Request request, Optional<String> installed);

  /**
   * Makes sure that the manager is there.
   *
   * @throws ServiceException when it isn't
   */
  void require(Request.Scope scope) throws ServiceException;

  /**
   * Makes what the file says true, now and at each start of the machine; what is true already is
   * left alone.
   *
   * @param changed whether the file has just been changed
   * @return what was done, in words for the user
   */
  List<String> activate(Request.Scope scope, boolean changed) throws ServiceException;

  /** Stops the service and makes the manager forget it; the file is still there. */
  List<String> deactivate(Request.Scope scope) throws ServiceException;

  /** Cleans up after the file was deleted. */
  void forget(Request.Scope scope) throws ServiceException;

  /** What the manager says. */
  Look look(Request.Scope scope);
}
