package dev.sentinelzero.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the daemon, and turns its problem documents into failures of the verb. */
final class Api {
  private final Transport transport;

  Api(Transport transport) {
    this.transport = transport;
  }

  /** Asks for something. */
  Json get(String target) throws IOException, InterruptedException {
    return send(Request.get(target));
  }

  /** Asks for something that may be missing. */
  Optional<Json> find(String target) throws IOException, InterruptedException {
    try {
      return Optional.of(get(target));
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Sends a request.
   *
   * @return the answer; null's where it is empty
   * @throws Failure with the problem's message, hint and exit code where the daemon refuses, and
   *     with exit code 7 where it doesn't answer in time
   */
  Json send(Request request) throws IOException, InterruptedException {
    try (Transport.Reply reply = transport.send(request)) {
      return read(reply);
    }
  }

  private static Json read(Transport.Reply reply) throws IOException {
    try {
      String text = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
      if (reply.status() >= 400) {
        throw problem(reply.status(), text);
      }
      return text.isBlank() ? Json.NULL : parse(text);
    } catch (IOException e) {
      if (reply.alarm().rang()) {
        throw Transport.late();
      }
      throw e;
    }
  }

  /** A stream of JSON lines, to be read by one thread; another may end it. */
  final class Stream implements AutoCloseable {
    private final Transport.Reply reply;
    private volatile boolean ended;

    private Stream(Transport.Reply reply) {
      this.reply = reply;
    }

    /**
     * Hands every line on until the stream ends.
     *
     * @return whether it ended as it should; false when the connection broke
     */
    boolean forEach(Consumer<Json> each) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            each.accept(parse(line));
          }
        }
        return true;
      } catch (IOException e) {
        return ended;
      }
    }

    @Override
    public void close() {
      ended = true;
      reply.close();
    }
  }

  /** Opens a stream of JSON lines. */
  Stream stream(String target) throws IOException, InterruptedException {
    Transport.Reply reply = transport.send(Request.get(target).unlimited());
    if (reply.status() >= 400) {
      try (reply) {
        throw problem(
            reply.status(), new String(reply.body().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new Stream(reply);
  }

  /** Whether the failure means that the connection ended, as it does when a daemon stops. */
  static boolean isDisconnect(IOException e) {
    return e instanceof EOFException
        || e instanceof SocketException
        || e instanceof ClosedChannelException
        || String.valueOf(e.getMessage()).matches("(?i).*(reset|broken pipe).*");
  }

  private static Json parse(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.of(ExitCode.FAILED, "the daemon's answer can't be read: " + e.getMessage());
    }
  }

  private static Failure problem(int status, String text) {
    Json document = Json.NULL;
    try {
      document = Json.parse(text);
    } catch (IllegalArgumentException e) {
      // Something else than our daemon answers; its status is all there is to tell.
      document = Json.NULL;
    }
    if (document.text("code").isEmpty()) {
      int code = status == 401 || status == 403 ? ExitCode.FORBIDDEN : ExitCode.FAILED;
      String hint = status == 401 ? "set SENTINELZERO_TOKEN to an API token" : "";
      return Failure.of(code, "the server answered with HTTP status " + status, hint);
    }
    int code = status == 401 ? ExitCode.FORBIDDEN : ExitCode.of(document.text("code"));
    return Failure.of(code, message(document), Visible.of(document.text("hint")));
  }

  /** The single problems where there are any, one a line: the detail only repeats them. */
  private static String message(Json document) {
    List<Json> errors = document.at("errors").items();
    if (!errors.isEmpty()) {
      return String.join("\n", errors.stream().map(Api::describe).toList());
    }
    String detail = document.text("detail");
    return Visible.of(detail.isEmpty() ? document.text("title") : detail);
  }

  /** A problem of a file or request: {@code path: message; did you mean 'x'?}. */
  private static String describe(Json error) {
    String path = error.text("path");
    String message = error.text("message");
    String meant = error.text("suggestion");
    boolean told = meant.isEmpty() || message.contains(meant);
    return Visible.of(
        (path.isEmpty() ? "" : path + ": ")
            + message
            + (told ? "" : "; did you mean '" + meant + "'?"));
  }
}
