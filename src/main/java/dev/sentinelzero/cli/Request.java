package dev.sentinelzero.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A request to the API.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param target path and query below {@code /api/v1}
 * @param body JSON, for methods that have one
 * @param limit how long the answer may take; absent for streams that go on
 */
record Request(String method, String target, Optional<String> body, Optional<Duration> limit) {
  private static final Duration USUAL = Duration.ofSeconds(30);

  static Request get(String target) {
    return new Request("GET", target, Optional.empty(), Optional.of(USUAL));
  }

  static Request with(String method, String target, Json body) {
    return new Request(method, target, Optional.of(body.toString()), Optional.of(USUAL));
  }

  static Request delete(String target) {
    return new Request("DELETE", target, Optional.empty(), Optional.of(USUAL));
  }

  /** The same request, answered only after its effect, which takes at most so long. */
  Request waiting(Duration effect) {
    return new Request(method, target, body, Optional.of(effect.plus(USUAL)));
  }

  /** The same request, with no limit. */
  Request unlimited() {
    return new Request(method, target, body, Optional.empty());
  }

  /** A segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The path of a process or of one instance, {@code web/0}. */
  static String process(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? "/processes/" + segment(name)
        : "/processes/"
            + segment(name.substring(0, slash))
            + "/instances/"
            + segment(name.substring(slash + 1));
  }
}
