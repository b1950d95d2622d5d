package dev.sentinelzero.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A daemon elsewhere, over the JDK's HTTP client; loaded only for {@code --server}. */
final class RemoteTransport implements Transport {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final String base;
  private final String token;

  /**
   * Makes the transport.
   *
   * @param server the address, with or without a final slash
   * @param token the API token; empty for none
   * @throws Failure when the address isn't one
   */
  RemoteTransport(String server, String token) {
    if (!server.matches("https?://[^/?#\\s]+/?")) {
      throw Failure.usage(
          "'" + Visible.of(server) + "' is not a server", "write --server https://host:8420");
    }
    this.base = server.replaceFirst("/$", "") + "/api/v1";
    this.token = token;
  }

  @Override
  public Reply send(Request request) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    try {
      HttpResponse<InputStream> response =
          client.send(encode(request), HttpResponse.BodyHandlers.ofInputStream());
      return new Reply(
          response.statusCode(), response.body(), new Alarm(request.limit(), client::shutdownNow));
    } catch (HttpTimeoutException e) {
      client.shutdownNow();
      throw e instanceof HttpConnectTimeoutException ? unreachable() : Transport.late();
    } catch (ConnectException e) {
      client.shutdownNow();
      throw unreachable();
    }
  }

  private Failure unreachable() {
    return Failure.of(
        ExitCode.UNREACHABLE, base + " does not answer", "is the daemon running there?");
  }

  private HttpRequest encode(Request request) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.target()));
    HttpRequest.BodyPublisher body =
        request
            .body()
            .map(HttpRequest.BodyPublishers::ofString)
            .orElse(HttpRequest.BodyPublishers.noBody());
    builder.method(request.method(), body).header("Accept", "application/json");
    request.body().ifPresent(text -> builder.header("Content-Type", "application/json"));
    request.limit().ifPresent(builder::timeout);
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder.build();
  }
}
