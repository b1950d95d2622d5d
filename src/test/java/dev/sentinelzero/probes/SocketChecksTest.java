package dev.sentinelzero.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.health.Check;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketChecksTest {
  @TempDir Path folder;

  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void redisIsReadyWhenItAcceptsAndNotWhenItIsGone() throws Exception {
    int port = freePort();
    Check.Tcp check = new Check.Tcp("127.0.0.1", port);
    try (Asked asked = new Asked(folder)) {
      assertThat(Asked.why(asked.ask(check))).isEqualTo("connection refused");
      Process redis =
          new ProcessBuilder(
                  "redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
      try {
        await().atMost(Duration.ofSeconds(20)).until(() -> asked.ask(check).equals(Asked.PASSED));
        assertThat(asked.ask(new Check.Tcp("localhost", port))).isEqualTo(Asked.PASSED);
      } finally {
        redis.destroyForcibly().waitFor();
      }
      assertThat(Asked.why(asked.ask(check))).isEqualTo("connection refused");
    }
  }

  @Test
  void aHostThatDoesNotExist() throws Exception {
    try (Asked asked = new Asked(folder)) {
      assertThat(Asked.why(asked.ask(new Check.Tcp("nowhere.invalid", 80))))
          .isEqualTo("no such host: nowhere.invalid");
    }
  }

  @Test
  void aUnixSocketIsReadyWhenItAccepts() throws Exception {
    Path path = folder.resolve("app.sock");
    Check.Unix check = new Check.Unix(path.toString());
    try (Asked asked = new Asked(folder)) {
      assertThat(Asked.why(asked.ask(check))).isEqualTo("no such file or directory");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path));
        assertThat(asked.ask(check)).isEqualTo(Asked.PASSED);
      }
      assertThat(Asked.why(asked.ask(check))).isEqualTo("connection refused");
      assertThat(Asked.why(asked.ask(new Check.Unix("/" + "x".repeat(200))))).isNotEmpty();
    }
  }

  @Test
  void aUnixSocketThatNobodyAcceptsOnAndWhoseQueueIsFullDoesNotHang() throws Exception {
    Path path = folder.resolve("full.sock");
    try (Asked asked = new Asked(folder);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path), 1);
      Check.Unix check = new Check.Unix(path.toString());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !asked.ask(check, Duration.ofMillis(500)).equals(Asked.PASSED));
    }
  }
}
