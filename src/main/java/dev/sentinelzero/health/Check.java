package dev.sentinelzero.health;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of a run. */
public sealed interface Check {
  /** What is asked, in few words for messages, such as {@code tcp 127.0.0.1:6399}. */
  String describe();

  /**
   * A GET request that must be answered with one of some statuses.
   *
   * @param url absolute, {@code http} or {@code https}, without user and password
   * @param status the statuses that are expected, at least one range
   * @param body a regular expression that must be found in the first 64 KB of the body
   * @param headers sent with the request; their values may be secret and are never shown
   * @param tls how the server's certificate is checked
   * @param allowLinkLocal whether link-local addresses, under which clouds hand out credentials,
   *     may be asked
   */
  record Http(
      String url,
      List<Statuses> status,
      Optional<String> body,
      Map<String, String> headers,
      Tls tls,
      boolean allowLinkLocal)
      implements Check {
    @Override
    public String describe() {
      int query = url.indexOf('?');
      return "http " + (query < 0 ? url : url.substring(0, query));
    }

    @Override
    public String toString() {
      return describe() + " " + status + " headers " + headers.keySet();
    }
  }

  /** A connection that must be accepted. */
  record Tcp(String host, int port) implements Check {
    @Override
    public String describe() {
      return "tcp " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * A connection to a Unix socket that must be accepted.
   *
   * @param path absolute
   */
  record Unix(String path) implements Check {
    @Override
    public String describe() {
      return "unix " + path;
    }
  }

  /**
   * A command that must end with exit code 0 in time, run as the process's user in its directory
   * and environment.
   *
   * @param command the exact argument vector, at least one word
   */
  record Exec(List<String> command) implements Check {
    @Override
    public String describe() {
      return "exec " + command.getFirst();
    }
  }

  /**
   * A line of the run's output. As readiness: one that matched since the run began. As liveness:
   * one that matched since the probe before.
   *
   * @param pattern a regular expression that must be found in the line
   */
  record LogLine(String pattern) implements Check {
    @Override
    public String describe() {
      return "log /" + pattern + "/";
    }
  }

  /**
   * A message of the process itself, as sd_notify(3) has it. As readiness: the latest of {@code
   * READY=1}, {@code RELOADING=1} and {@code STOPPING=1} must be the first. As liveness: {@code
   * WATCHDOG=1} must have come within the interval.
   */
  record Notify() implements Check {
    @Override
    public String describe() {
      return "notify";
    }
  }

  /**
   * A range of HTTP statuses.
   *
   * @param first 100 to 599
   * @param last the same or more, at most 599
   */
  record Statuses(int first, int last) {
    /** What counts as an answer where nothing else is asked for. */
    public static final Statuses DEFAULT = new Statuses(200, 399);

    /** Whether a status is among them. */
    public boolean includes(int status) {
      return status >= first && status <= last;
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  /**
   * How a server's certificate is checked.
   *
   * @param verify whether it is checked at all
   * @param authorities absolute path of a PEM file of certificates that are trusted instead of the
   *     system's
   */
  record Tls(boolean verify, Optional<String> authorities) {
    /** Checked against the authorities that the system trusts. */
    public static final Tls DEFAULT = new Tls(true, Optional.empty());
  }
}
