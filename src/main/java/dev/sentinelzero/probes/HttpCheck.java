package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.reach.Deadline;
import dev.sentinelzero.reach.HttpAnswer;
import dev.sentinelzero.reach.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Sends a GET request and looks at the answer. Runs on virtual threads. */
final class HttpCheck {
  private final HttpExchange exchange;

  HttpCheck(HttpExchange exchange) {
    this.exchange = exchange;
  }

  Result ask(Check.Http check, Deadline deadline) throws InterruptedException {
    try {
      HttpExchange.Request request =
          new HttpExchange.Request(
              "GET",
              URI.create(check.url()),
              check.headers(),
              Optional.empty(),
              check.tls(),
              check.allowLinkLocal());
      return exchange.send(request, deadline, answer -> judge(check, answer, deadline));
    } catch (BoundedText.TooSlowException e) {
      return new Result.Failed("the pattern took too long on the body");
    } catch (SSLException e) {
      return deadline.isOver()
          ? deadline.missed()
          : new Result.Failed("TLS failed: " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      return SocketChecks.failed(e, deadline);
    }
  }

  private static Result judge(Check.Http check, HttpAnswer answer, Deadline deadline)
      throws IOException {
    int status = answer.status();
    if (check.status().stream().noneMatch(range -> range.includes(status))) {
      return new Result.Failed("status " + status + ", not " + words(check.status()));
    }
    if (check.body().isPresent()) {
      Pattern wanted = Pattern.compile(check.body().get());
      if (!BoundedText.holds(answer.body(), wanted, deadline)) {
        return new Result.Failed("status " + status + ", but the body does not match");
      }
    }
    return new Result.Passed();
  }

  private static String words(List<Check.Statuses> ranges) {
    return String.join(" or ", ranges.stream().map(Check.Statuses::toString).toList());
  }
}
