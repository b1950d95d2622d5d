package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.reach.Addresses;
import dev.sentinelzero.reach.Deadline;
import dev.sentinelzero.reach.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;

/** Whether a connection is accepted, by TCP or by a Unix socket. Runs on virtual threads. */
final class SocketChecks {
  private final Addresses addresses;
  private final HttpExchange exchange;

  SocketChecks(Addresses addresses, HttpExchange exchange) {
    this.addresses = addresses;
    this.exchange = exchange;
  }

  Result tcp(Check.Tcp check, Deadline deadline) throws InterruptedException {
    try {
      List<InetAddress> found = addresses.of(check.host(), deadline);
      exchange.connect(found, check.port(), deadline).close();
      return new Result.Passed();
    } catch (IOException e) {
      return failed(e, deadline);
    }
  }

  /** On a virtual thread it never waits: who can't accept at once refuses. */
  Result unix(Check.Unix check, Deadline deadline) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(check.path()));
      return new Result.Passed();
    } catch (IOException | IllegalArgumentException e) {
      return failed(e, deadline);
    }
  }

  /** In few words, as the system puts it. */
  static Result.Failed failed(Exception failure, Deadline deadline) {
    if (deadline.isOver()) {
      return deadline.missed();
    }
    String words = String.valueOf(failure.getMessage());
    String first = words.isEmpty() ? failure.toString() : words;
    boolean sentence = first.length() > 1 && Character.isLowerCase(first.charAt(1));
    return new Result.Failed(
        sentence ? first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1) : first);
  }
}
