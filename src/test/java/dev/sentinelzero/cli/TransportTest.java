package dev.sentinelzero.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are told when the other end answers wrongly, late, or not at all. */
class TransportTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void makeShell() throws IOException {
    shell = new Shell(folder);
  }

  /** Something else than a daemon at the daemon's socket. */
  @Nested
  class AtTheSocket {
    /** Answers one connection with the text and closes it. */
    private CompletableFuture<String> answer(String text) throws IOException {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(shell.home.resolve("control.sock")));
      return CompletableFuture.supplyAsync(
          () -> {
            try (server;
                SocketChannel client = server.accept()) {
              String head = head(client);
              client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
              return head;
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }

    private static String head(SocketChannel client) throws IOException {
      StringBuilder head = new StringBuilder();
      var in = Channels.newInputStream(client);
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      return head.toString();
    }

    private Shell.Result told(String text) throws IOException {
      CompletableFuture<String> asked = answer(text);
      Shell.Result result = shell.run("list", "--format", "json");
      assertThat(asked.join()).startsWith("GET /api/v1/processes HTTP/1.1\r\nHost: localhost\r\n");
      return result;
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n[\r\n1\r\n]\r\n0\r\nT: x\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n[]"
        })
    void everyFormOfABodyIsRead(String text) throws IOException {
      assertThat(told(text)).isEqualTo(new Shell.Result(0, "[]\n", ""));
    }

    @Test
    void noBodyIsNull() throws IOException {
      assertThat(told("HTTP/1.1 204 No Content\r\n\r\n").out()).isEqualTo("null\n");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n[]"
        })
    void anAnswerThatBreaksOffIsToldAsThat(String text) throws IOException {
      assertThat(told(text))
          .isEqualTo(
              new Shell.Result(
                  1,
                  "",
                  "error: the connection to the daemon broke: the connection ended within an answer\n"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SSH-2.0-x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        })
    void somethingElseThanHttpIsToldAsThat(String text) throws IOException {
      assertThat(told(text))
          .isEqualTo(new Shell.Result(1, "", "error: the daemon's answer is not HTTP\n"));
    }

    @Test
    void somethingElseThanJsonIsToldAsThat() throws IOException {
      Shell.Result result = told("HTTP/1.1 200 OK\r\n\r\n<html>");
      assertThat(result.status()).isEqualTo(ExitCode.FAILED);
      assertThat(result.err())
          .startsWith("error: the daemon's answer can't be read: this is not JSON");
    }

    @Test
    void linesOfAStreamThatBreaksOffAreShownAndTheBreakIsTold() throws IOException {
      answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n\n{\"text\":\"one\"}\n");
      assertThat(shell.run("logs", "web"))
          .isEqualTo(new Shell.Result(1, "one\n", "error: the connection to the daemon broke\n"));
    }

    @Test
    void gapsInALogAreShown() throws IOException {
      String gap = "{\"process\":\"web\",\"dropped\":5,\"text\":\"5 bytes dropped\"}\n";
      answer("HTTP/1.1 200 OK\r\n\r\n" + gap);
      assertThat(shell.run("logs", "web").out()).isEqualTo("[5 bytes dropped]\n");
      Files.delete(shell.home.resolve("control.sock"));
      answer("HTTP/1.1 200 OK\r\n\r\n" + gap + "{\"bytes\":\"AAE=\",\"partial\":true}\n");
      assertThat(shell.run("logs", "web", "--raw"))
          .isEqualTo(new Shell.Result(0, "\0\u0001", "web: 5 bytes dropped\n"));
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsExitCode7() throws IOException {
      CountDownLatch end = new CountDownLatch(1);
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(shell.home.resolve("control.sock")));
        SocketTransport transport = new SocketTransport(new Home(shell.home, Optional.empty()));
        Request request =
            new Request("GET", "/x", Optional.empty(), Optional.of(Duration.ofMillis(50)));
        assertThatThrownBy(() -> transport.send(request))
            .isInstanceOf(Failure.class)
            .hasMessage("the daemon did not answer in time");
        CompletableFuture.runAsync(
            () -> {
              try (SocketChannel first = server.accept();
                  SocketChannel second = server.accept()) {
                second.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n[".getBytes(UTF_8)));
                end.await();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
        assertThatThrownBy(() -> new Api(transport).send(request))
            .isInstanceOf(Failure.class)
            .hasMessage("the daemon did not answer in time");
        end.countDown();
      }
    }

    @Test
    void aSocketWithNobodyBehindItIsExitCode4() throws IOException {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(shell.home.resolve("control.sock")));
      server.close();
      Shell.Result result = shell.run("status");
      assertThat(result.status()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(result.err())
          .isEqualTo(
              "error: the daemon of "
                  + shell.home
                  + " is not running\n"
                  + "hint: start it with 'sentinelzero up' and a process file, or 'sentinelzero daemon'\n");
    }

    @Test
    void withoutASocketNoDaemonRuns() {
      Shell.Result result = shell.run("status");
      assertThat(result.status()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(result.err()).startsWith("error: no daemon runs for " + shell.home);
    }

    @Test
    void aSocketThatIsAFileIsExitCode6OrUnreachable() throws IOException {
      Files.writeString(shell.home.resolve("control.sock"), "");
      assertThat(shell.run("status").status()).isIn(ExitCode.UNREACHABLE, ExitCode.FORBIDDEN);
    }

    @Test
    void aFolderOfASocketThatOthersCanEnterIsNotTrusted() throws IOException {
      Path open = Files.createDirectory(shell.folder.resolve("t"));
      String deep = "x".repeat(100);
      shell.environment.put("SENTINELZERO_HOME", shell.folder.resolve(deep).toString());
      shell.environment.put("TMPDIR", open.toString());
      Path socket =
          new Home(shell.folder.resolve(deep), Optional.of(open.toString())).sockets().getFirst();
      Files.createDirectories(socket.getParent());
      Files.setPosixFilePermissions(
          socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.writeString(socket, "");
      Shell.Result result = shell.run("status");
      assertThat(result.status()).isEqualTo(ExitCode.FORBIDDEN);
      assertThat(result.err())
          .startsWith("error: the daemon can't be trusted: ")
          .contains("is open to others");
    }
  }

  /** A server elsewhere. */
  @Nested
  class OfAServer {
    private Shell.Result told(int status, String text) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      server.createContext(
          "/",
          exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = text.replace("TOKEN", String.valueOf(token)).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      try {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return shell.run("list", "--format", "json", "--server", url);
      } finally {
        server.stop(0);
      }
    }

    @Test
    void theTokenIsSentAndTheAnswerRead() throws IOException {
      shell.environment.put("SENTINELZERO_TOKEN", "sz_secret");
      assertThat(told(200, "[\"TOKEN\"]").out()).isEqualTo("[\n  \"Bearer sz_secret\"\n]\n");
    }

    @ParameterizedTest
    @CsvSource({
      "400, invalid, 2",
      "401, unauthorized, 6",
      "403, forbidden, 6",
      "404, not_found, 3",
      "409, conflict, 5",
      "408, timed_out, 7",
      "500, internal, 1"
    })
    void eachCodeHasItsExitCode(int status, String code, int exit) throws IOException {
      String problem =
          "{\"code\":\"%s\",\"title\":\"No\",\"detail\":\"why not\\n\",\"hint\":\"do this\"}";
      assertThat(told(status, problem.formatted(code)))
          .isEqualTo(new Shell.Result(exit, "", "error: why not\\n\nhint: do this\n"));
    }

    @Test
    void theErrorsOfAProblemAreToldOnceEach() throws IOException {
      String problem =
          """
          {"code":"invalid","title":"No","errors":[{"path":"a.b","message":"bad","suggestion":"c"},
           {"path":"","message":"try 'd'","suggestion":"d"}]}
          """;
      assertThat(told(422, problem).err())
          .isEqualTo("error: a.b: bad; did you mean 'c'?\ntry 'd'\n");
      assertThat(told(400, "{\"code\":\"invalid\",\"title\":\"No\"}").err())
          .isEqualTo("error: No\n");
    }

    @ParameterizedTest
    @CsvSource({"401, 6", "403, 6", "502, 1"})
    void somethingElseThanOurDaemonIsToldByItsStatus(int status, int exit) throws IOException {
      Shell.Result result = told(status, "<html>");
      assertThat(result.status()).isEqualTo(exit);
      assertThat(result.err()).startsWith("error: the server answered with HTTP status " + status);
      assertThat(result.err().contains("hint: set SENTINELZERO_TOKEN")).isEqualTo(status == 401);
    }

    @Test
    void aServerThatIsSilentIsExitCode7() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        RemoteTransport transport = new RemoteTransport("http://127.0.0.1:" + port, "");
        Request request =
            new Request("POST", "/x", Optional.of("{}"), Optional.of(Duration.ofMillis(50)));
        assertThatThrownBy(() -> transport.send(request))
            .isInstanceOf(Failure.class)
            .hasMessage("the daemon did not answer in time");
      }
    }

    @Test
    void theServerOfTheEnvironmentIsAsked() {
      shell.environment.put("SENTINELZERO_SERVER", "ftp://x");
      assertThat(shell.run("status").err()).startsWith("error: 'ftp://x' is not a server\n");
    }
  }

  @Test
  void aBodyCanBeReadByteByByte() throws IOException {
    HttpBody body = HttpBody.ofLength(new ByteArrayInputStream(new byte[] {-1, 2}), 1);
    assertThat(body.read()).isEqualTo(255);
    assertThat(body.read()).isEqualTo(-1);
  }

  @Test
  void aHeadWithoutEndIsGivenUp() {
    byte[] endless = "x".repeat(20_000).getBytes(UTF_8);
    assertThatThrownBy(() -> HttpBody.line(new ByteArrayInputStream(endless)))
        .isInstanceOf(EOFException.class);
  }
}
