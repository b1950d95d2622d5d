package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Locale;

/** Whether a connection is accepted, by TCP or by a Unix socket. Runs on virtual threads. */
final class SocketChecks {
  private final Addresses addresses;
  private final Closer closer;

  SocketChecks(Addresses addresses, Closer closer) {
    this.addresses = addresses;
    this.closer = closer;
  }

  Result tcp(Check.Tcp check, Deadline deadline) throws InterruptedException {
    try {
      List<InetAddress> found = addresses.of(check.host(), deadline);
      connect(found, check.port(), deadline).close();
      return new Result.Passed();
    } catch (IOException e) {
      return failed(e, deadline);
    }
  }

  /**
   * Connects to the first address that accepts.
   *
   * @return to be closed
   */
  Socket connect(List<InetAddress> found, int port, Deadline deadline) throws IOException {
    IOException refusal = new IOException("it has no address");
    for (InetAddress address : found) {
      Socket socket = new Socket();
      try (Closer.Guard guard = closer.guard(socket, deadline)) {
        socket.connect(new InetSocketAddress(address, port));
        return socket;
      } catch (IOException e) {
        socket.close();
        refusal = e;
      }
      if (deadline.isOver()) {
        break;
      }
    }
    throw refusal;
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
