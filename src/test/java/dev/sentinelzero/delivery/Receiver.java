package dev.sentinelzero.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real web server that notes what it gets and answers as it is told. */
public final class Receiver implements AutoCloseable {
  /** What it got. */
  public record Got(String path, String authorization, String body) {}

  /** An answer. */
  public interface Answer {
    /** Answers. */
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile Answer answer = status(200);

  /** Serves on a free port of this machine. */
  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            got.add(
                new Got(
                    exchange.getRequestURI().toString(),
                    authorization == null ? "" : authorization,
                    body));
            answer.to(exchange);
          }
        });
    server.start();
  }

  /** An answer that is a status alone. */
  public static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  /** Answers so from now on. */
  public void answers(Answer other) {
    answer = other;
  }

  /** Its address. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** All it got. */
  public List<Got> got() {
    return got;
  }

  /** All it got, as JSON. */
  public List<JsonNode> messages() {
    List<JsonNode> all = new ArrayList<>();
    try {
      for (Got one : got) {
        all.add(new ObjectMapper().readTree(one.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
