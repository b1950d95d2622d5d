package dev.sentinelzero.cli;

import dev.sentinelzero.api.SocketPath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTP/1.1 over the daemon's Unix socket, one connection a request. Written out because the JDK's
 * HTTP client takes no Unix socket and costs several times the start-up of everything else.
 */
final class SocketTransport implements Transport {
  private final Home home;

  SocketTransport(Home home) {
    this.home = home;
  }

  @Override
  public Reply send(Request request) throws IOException {
    SocketChannel channel = connect();
    Alarm alarm = new Alarm(request.limit(), channel);
    try {
      ByteBuffer bytes = encode(request);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return head(channel, alarm);
    } catch (IOException e) {
      alarm.close();
      if (alarm.rang()) {
        throw Transport.late();
      }
      throw e;
    }
  }

  private SocketChannel connect() throws IOException {
    Optional<Path> socket = home.socket();
    if (socket.isEmpty()) {
      checkHome();
      throw unreachable("no daemon runs for " + home.folder());
    }
    checkFolder(socket.get());
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket.get()));
      return channel;
    } catch (ConnectException e) {
      channel.close();
      checkHome();
      throw unreachable("the daemon of " + home.folder() + " is not running");
    } catch (SocketException e) {
      channel.close();
      throw Failure.of(
          ExitCode.FORBIDDEN,
          "the daemon's socket " + socket.get() + " can't be opened: " + e.getMessage(),
          "run as the user that the daemon runs as");
    }
  }

  /** No daemon runs on a home that is not ours alone, and none can be started on it. */
  private void checkHome() {
    if (!Files.exists(home.folder())) {
      return;
    }
    try {
      SocketPath.checkFolder(home.folder().toRealPath().resolve("control.sock"));
    } catch (IOException e) {
      throw Failure.of(
          ExitCode.FORBIDDEN,
          "no daemon can run on the home " + home.folder() + ": " + e.getMessage(),
          "mend that, or choose another home with --home DIR");
    }
  }

  private static void checkFolder(Path socket) {
    if (socket.endsWith("control.sock")) {
      return;
    }
    try {
      SocketPath.checkFolder(socket);
    } catch (IOException e) {
      throw Failure.of(ExitCode.FORBIDDEN, "the daemon can't be trusted: " + e.getMessage());
    }
  }

  private static Failure unreachable(String message) {
    return Failure.of(
        ExitCode.UNREACHABLE,
        message,
        "start it with 'sentinelzero up' and a process file, or 'sentinelzero daemon'");
  }

  private static ByteBuffer encode(Request request) {
    byte[] body = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(" /api/v1").append(request.target());
    head.append(
        " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nUser-Agent: sentinelzero-cli\r\n");
    head.append("Connection: close\r\n");
    if (request.body().isPresent()) {
      head.append("Content-Type: application/json\r\n");
    }
    if (!request.method().equals("GET")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
  }

  private static Reply head(SocketChannel channel, Alarm alarm) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    int status = 100;
    long length = -1;
    boolean chunked = false;
    while (status == 100) {
      status = status(HttpBody.line(in));
      for (String line = HttpBody.line(in); !line.isEmpty(); line = HttpBody.line(in)) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = length(lower);
        }
        chunked = chunked || lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
      }
    }
    return new Reply(status, body(in, status, chunked, length), alarm);
  }

  private static long length(String line) throws IOException {
    try {
      return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
    } catch (NumberFormatException e) {
      throw new IOException("the daemon's answer is not HTTP", e);
    }
  }

  private static InputStream body(InputStream in, int status, boolean chunked, long length) {
    if (status == 204) {
      return HttpBody.ofLength(in, 0);
    }
    if (chunked) {
      return HttpBody.chunked(in);
    }
    return length >= 0 ? HttpBody.ofLength(in, length) : HttpBody.toTheEnd(in);
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) {
      throw new IOException("the daemon's answer is not HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }
}
