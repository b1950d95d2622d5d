package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends a GET request and looks at the answer. Runs on virtual threads.
 *
 * <p>Over a plain socket and not by java.net.http: the address that was looked up and found to be
 * allowed is the one that is connected to, while the certificate is still checked against the
 * host's name; and nothing is kept between probes.
 */
final class HttpCheck {
  private final Addresses addresses;
  private final SocketChecks sockets;
  private final Closer closer;
  private final TlsContexts contexts = new TlsContexts();

  HttpCheck(Addresses addresses, SocketChecks sockets, Closer closer) {
    this.addresses = addresses;
    this.sockets = sockets;
    this.closer = closer;
  }

  Result ask(Check.Http check, Deadline deadline) throws InterruptedException {
    try {
      URI url = URI.create(check.url());
      List<InetAddress> found = allowed(check, addresses.of(host(url), deadline));
      try (Socket socket = sockets.connect(found, port(url), deadline);
          Closer.Guard guard = closer.guard(socket, deadline)) {
        return exchange(check, url, socket, deadline);
      }
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

  private static List<InetAddress> allowed(Check.Http check, List<InetAddress> found)
      throws IOException {
    if (check.allowLinkLocal()) {
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

  private Result exchange(Check.Http check, URI url, Socket socket, Deadline deadline)
      throws IOException {
    Socket speaking =
        url.getScheme().equalsIgnoreCase("https") ? secure(check, url, socket) : socket;
    speaking.getOutputStream().write(request(check, url).getBytes(StandardCharsets.UTF_8));
    HttpAnswer answer = new HttpAnswer(new BufferedInputStream(speaking.getInputStream()));
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

  private Socket secure(Check.Http check, URI url, Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket) contexts.sockets(check.tls()).createSocket(socket, host(url), port(url), true);
    if (check.tls().verify()) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    secure.startHandshake();
    return secure;
  }

  private static String request(Check.Http check, URI url) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", url.getRawAuthority());
    headers.put("User-Agent", "SentinelZero");
    headers.put("Accept", "*/*");
    headers.putAll(check.headers());
    headers.put("Connection", "close");
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    StringBuilder request = new StringBuilder("GET " + path + query + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    return request.append("\r\n").toString();
  }

  private static String host(URI url) {
    String host = url.getHost();
    if (host == null) {
      throw new IllegalArgumentException("the URL names no host");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
