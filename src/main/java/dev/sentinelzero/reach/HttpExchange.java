package dev.sentinelzero.reach;

import dev.sentinelzero.health.Check;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends one HTTP/1.1 request and hands on the answer. Redirects are not followed.
 *
 * <p>Over a plain socket and not by java.net.http: the address that was looked up and found to be
 * allowed is the one that is connected to, while the certificate is still checked against the
 * host's name; and nothing is kept between requests.
 */
public final class HttpExchange {
  private final Addresses addresses;
  private final Closer closer;
  private final TlsContexts contexts = new TlsContexts();

  /**
   * A request.
   *
   * @param headers beside those that every request has
   * @param body sent as it is; absent for methods that have none
   * @param allowLinkLocal whether link-local and metadata addresses may be asked
   */
  public record Request(
      String method,
      URI url,
      Map<String, String> headers,
      Optional<byte[]> body,
      Check.Tls tls,
      boolean allowLinkLocal) {
    private String host() {
      String host = url.getHost();
      if (host == null) {
        throw new IllegalArgumentException("the URL names no host");
      }
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean secure() {
      return "https".equalsIgnoreCase(url.getScheme());
    }

    private int port() {
      int standard = secure() ? 443 : 80;
      return url.getPort() >= 0 ? url.getPort() : standard;
    }

    private byte[] head() {
      Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      all.put("Host", url.getRawAuthority());
      all.put("User-Agent", "SentinelZero");
      all.put("Accept", "*/*");
      all.putAll(headers);
      body.ifPresent(bytes -> all.put("Content-Length", Integer.toString(bytes.length)));
      all.put("Connection", "close");
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
      StringBuilder head = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
      all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Reads an answer while its connection is open. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads it.
     *
     * @throws IOException when it can't be read
     */
    T read(HttpAnswer answer) throws IOException;
  }

  /** Exchanges nothing yet. */
  public HttpExchange(Addresses addresses, Closer closer) {
    this.addresses = addresses;
    this.closer = closer;
  }

  /**
   * Sends a request.
   *
   * @throws IOException with a few words when that fails or the deadline is over
   * @throws IllegalArgumentException when the URL names no host
   */
  public <T> T send(Request request, Deadline deadline, Reader<T> reader)
      throws IOException, InterruptedException {
    List<InetAddress> found = allowed(request, addresses.of(request.host(), deadline));
    try (Socket socket = connect(found, request.port(), deadline);
        Closer.Guard guard = closer.guard(socket, deadline)) {
      Socket speaking = request.secure() ? secure(request, socket) : socket;
      OutputStream out = speaking.getOutputStream();
      out.write(request.head());
      if (request.body().isPresent()) {
        out.write(request.body().get());
      }
      out.flush();
      return reader.read(new HttpAnswer(new BufferedInputStream(speaking.getInputStream())));
    }
  }

  private static List<InetAddress> allowed(Request request, List<InetAddress> found)
      throws IOException {
    if (request.allowLinkLocal()) {
      return found;
    }
    List<InetAddress> allowed =
        found.stream().filter(address -> !Addresses.isGuarded(address)).toList();
    if (allowed.isEmpty()) {
      throw new IOException(
          "link-local and metadata addresses are not asked unless allow_link_local is true");
    }
    return allowed;
  }

  /**
   * Connects to the first address that accepts.
   *
   * @return to be closed
   * @throws IOException when none accepts in time
   */
  public Socket connect(List<InetAddress> found, int port, Deadline deadline) throws IOException {
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

  private Socket secure(Request request, Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            contexts
                .sockets(request.tls())
                .createSocket(socket, request.host(), request.port(), true);
    if (request.tls().verify()) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    secure.startHandshake();
    return secure;
  }
}
