package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdNotifyTest {
  /**
   * Plays systemd: says when its socket is there, then prints the datagrams until one is
   * STOPPING=1.
   */
  private static final String LISTENER =
      """
      import socket, sys
      name = sys.argv[1]
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('\\0' + name[1:] if name[0] == '@' else name)
      s.settimeout(20)
      print('listening', flush=True)
      text = ''
      while text != 'STOPPING=1':
          text = s.recv(4096).decode()
          print(text, flush=True)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/notify", "@"})
  @EnabledOnOs(OS.LINUX)
  void systemdHearsEveryWord(String kind) throws Exception {
    String socket =
        kind.equals("@")
            ? "@sentinelzero-" + folder.getFileName()
            : folder.resolve("notify").toString();
    Process listener = new ProcessBuilder("python3", "-c", LISTENER, socket).start();
    try (BufferedReader heard = listener.inputReader(StandardCharsets.UTF_8)) {
      assertThat(heard.readLine()).isEqualTo("listening");

      SystemdNotify systemd = SystemdNotify.of(Map.of("NOTIFY_SOCKET", socket), 1);
      systemd.ready();
      systemd.alive();
      systemd.say("STATUS=zwölf Prozesse");
      systemd.stopping();

      assertThat(heard.lines())
          .containsExactly("READY=1", "WATCHDOG=1", "STATUS=zwölf Prozesse", "STOPPING=1");
      assertThat(listener.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      listener.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nobodyListening() {
    String gone = folder.resolve("gone").toString();
    SystemdNotify systemd = SystemdNotify.of(Map.of("NOTIFY_SOCKET", gone), 1);

    assertThatThrownBy(systemd::ready).isInstanceOf(IOException.class).hasMessageContaining(gone);
  }

  @Test
  void notAskedFor() throws Exception {
    SystemdNotify silent = SystemdNotify.of(Map.of("WATCHDOG_USEC", "1000000"), 1);

    silent.ready();
    assertThat(silent.wanted()).isFalse();
    assertThat(silent.interval()).isEmpty();
    assertThat(SystemdNotify.of(Map.of("NOTIFY_SOCKET", "relative"), 1).wanted()).isFalse();
    assertThat(SystemdNotify.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200)), 1).wanted())
        .isFalse();
  }

  @Test
  void theWatchdogIsFedTwiceAsOftenAsAskedAndOnlyByWhomItIsMeantFor() {
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "42");

    assertThat(SystemdNotify.of(environment, 42).interval()).contains(Duration.ofSeconds(30));
    assertThat(SystemdNotify.of(environment, 43).interval()).isEmpty();
    assertThat(
            SystemdNotify.of(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "soon"), 1).interval())
        .isEmpty();
  }
}
