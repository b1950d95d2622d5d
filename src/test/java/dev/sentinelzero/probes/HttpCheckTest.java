package dev.sentinelzero.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpCheckTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger followed = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  @TempDir Path folder;
  private Asked asked;
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    asked = new Asked(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    begin(server);
  }

  private void begin(HttpServer any) {
    any.setExecutor(threads);
    any.createContext("/ok", exchange -> answer(exchange, 200, "all is well"));
    any.createContext("/teapot", exchange -> answer(exchange, 418, ""));
    any.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          answer(exchange, 302, "");
        });
    any.createContext(
        "/elsewhere",
        exchange -> {
          followed.incrementAndGet();
          answer(exchange, 200, "");
        });
    any.createContext(
        "/secret",
        exchange -> {
          boolean right = "Bearer k".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          answer(exchange, right ? 200 : 401, "");
        });
    any.createContext("/hang", exchange -> waitForTheEnd());
    any.createContext("/huge", this::huge);
    any.createContext("/drip", this::drip);
    any.start();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void waitForTheEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void huge(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] block = new byte[8192];
    try (OutputStream out = exchange.getResponseBody()) {
      while (over.getCount() > 0) {
        out.write(block);
        sent.addAndGet(block.length);
      }
    } finally {
      exchange.close();
    }
  }

  /** A byte now and then: no read ever waits long, the body never ends. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (!over.await(20, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
    asked.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static Check.Http get(String url) {
    return get(url, Optional.empty(), Check.Tls.DEFAULT);
  }

  private static Check.Http get(String url, Optional<String> body, Check.Tls tls) {
    return new Check.Http(url, List.of(Check.Statuses.DEFAULT), body, Map.of(), tls, false);
  }

  private static Check.Http matching(String url, String body) {
    return get(url, Optional.of(body), Check.Tls.DEFAULT);
  }

  @Test
  void statusAndBodyDecide() throws Exception {
    assertThat(asked.ask(get(url("/ok")))).isEqualTo(Asked.PASSED);
    assertThat(asked.ask(matching(url("/ok"), "is w"))).isEqualTo(Asked.PASSED);
    assertThat(asked.ask(matching(url("/ok"), "ill")))
        .isEqualTo(new Result.Failed("status 200, but the body does not match"));
    assertThat(asked.ask(get(url("/teapot"))))
        .isEqualTo(new Result.Failed("status 418, not 200-399"));
  }

  @Test
  void headersAreSent() throws Exception {
    Check.Http plain = get(url("/secret"));
    assertThat(Asked.why(asked.ask(plain))).contains("401");
    Check.Http with =
        new Check.Http(
            plain.url(),
            plain.status(),
            plain.body(),
            Map.of("Authorization", "Bearer k"),
            plain.tls(),
            false);
    assertThat(asked.ask(with)).isEqualTo(Asked.PASSED);
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
    assertThat(asked.ask(get(url("/redirect")))).isEqualTo(Asked.PASSED);
    assertThat(followed).hasValue(0);
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpAtTheTimeout() throws Exception {
    assertThat(asked.ask(get(url("/hang")), SHORT))
        .isEqualTo(new Result.Failed("no answer within 400ms"));
  }

  @Test
  void aBodyThatDripsForEverIsGivenUpAtTheTimeout() throws Exception {
    assertThat(asked.ask(matching(url("/drip"), "y"), SHORT))
        .isEqualTo(new Result.Failed("no answer within 400ms"));
  }

  @Test
  void atMost64KilobytesOfAHugeBodyAreLookedAt() throws Exception {
    assertThat(asked.ask(matching(url("/huge"), "\\x00{65536}"))).isEqualTo(Asked.PASSED);
    assertThat(Asked.why(asked.ask(matching(url("/huge"), "\\x00{65537}"))))
        .isEqualTo("status 200, but the body does not match");
    assertThat(sent.get()).isLessThan(64L << 20);
  }

  @Test
  void aPatternThatTakesForEverIsGivenUp() throws Exception {
    String evil = "(a*)*(a*)*(a*)*b";
    server.createContext("/aaa", exchange -> answer(exchange, 200, "a".repeat(4000)));
    assertThat(asked.ask(matching(url("/aaa"), evil), SHORT)).isInstanceOf(Result.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/"
      })
  void linkLocalAndMetadataAddressesAreNotAsked(String url) throws Exception {
    assertThat(Asked.why(asked.ask(get(url), SHORT))).contains("allow_link_local");
  }

  @Test
  void linkLocalAddressesAreAskedWhereThatIsAllowed() throws Exception {
    Check.Http plain = get("http://[fe80::1]:9/");
    Check.Http allowed =
        new Check.Http(plain.url(), plain.status(), plain.body(), Map.of(), plain.tls(), true);
    assertThat(Asked.why(asked.ask(allowed, SHORT))).doesNotContain("allow_link_local");
  }

  /** A server that sends exactly these bytes. */
  private Result raw(String answer, String body) throws Exception {
    try (ServerSocket raw = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      threads.execute(
          () -> {
            try (Socket socket = raw.accept()) {
              InputStream in = socket.getInputStream();
              for (int seen = 0; seen < 4; seen = in.read() < ' ' ? seen + 1 : 0) {}
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      return asked.ask(matching("http://127.0.0.1:" + raw.getLocalPort(), body));
    }
  }

  @Test
  void whatIsNotHttpIsSaidToBe() throws Exception {
    assertThat(Asked.why(raw("SSH-2.0-OpenSSH_9\r\n", "x"))).isEqualTo("the answer is not HTTP");
    assertThat(Asked.why(raw("", "x"))).isEqualTo("the connection was closed without an answer");
    assertThat(Asked.why(raw("HTTP/1.1 200 OK\r\nA: b", "x"))).isEqualTo("the answer was cut off");
    assertThat(Asked.why(raw("HTTP/1.1 200 OK\r\nA: " + "b".repeat(40_000) + "\r\n\r\n", "x")))
        .isEqualTo("the head of the answer is longer than 32 KB");
  }

  @Test
  void chunksAreJoinedAndInterimAnswersPassedOver() throws Exception {
    String head = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nall\r\n5\r\n well\r\n0\r\n\r\n";
    assertThat(raw(head + chunked, "^all well$")).isEqualTo(Asked.PASSED);
    assertThat(raw("HTTP/1.0 200 OK\n\nplain", "^plain$")).isEqualTo(Asked.PASSED);
    assertThat(Asked.why(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n", "a")))
        .isEqualTo("the answer is not HTTP");
  }

  @Test
  void aCertificateIsCheckedUnlessItsAuthorityIsGivenOrChecksAreOff() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Path certificate = folder.resolve("ca.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "s",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "SAN=dns:localhost",
        "-keystore",
        keys.toString(),
        "-storepass",
        "secret");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "s",
        "-keystore",
        keys.toString(),
        "-storepass",
        "secret",
        "-file",
        certificate.toString());
    HttpsServer secure = secureServer(keys);
    try {
      int port = secure.getAddress().getPort();
      String named = "https://localhost:" + port + "/ok";
      assertThat(Asked.why(asked.ask(get(named)))).startsWith("TLS failed");
      Check.Tls trusted = new Check.Tls(true, Optional.of(certificate.toString()));
      assertThat(asked.ask(get(named, Optional.of("well"), trusted))).isEqualTo(Asked.PASSED);
      String numbered = "https://127.0.0.1:" + port + "/ok";
      assertThat(Asked.why(asked.ask(get(numbered, Optional.empty(), trusted))))
          .startsWith("TLS failed");
      Check.Tls unchecked = new Check.Tls(false, Optional.empty());
      assertThat(asked.ask(get(numbered, Optional.empty(), unchecked))).isEqualTo(Asked.PASSED);
      Files.writeString(certificate, "nothing");
      Check.Tls empty = new Check.Tls(true, Optional.of(certificate.toString()));
      assertThat(asked.ask(get(named, Optional.empty(), empty))).isInstanceOf(Result.Failed.class);
    } finally {
      secure.stop(0);
    }
  }

  @Test
  void aServerThatAcceptsAndNeverShakesHandsIsGivenUpAtTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String url = "https://127.0.0.1:" + silent.getLocalPort() + "/";
      assertThat(asked.ask(get(url), SHORT)).isEqualTo(new Result.Failed("no answer within 400ms"));
    }
  }

  private static void keytool(String... words) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private HttpsServer secureServer(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    begin(secure);
    return secure;
  }
}
