package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.delivery.Receiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Watched files and notifications of a real daemon. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class WatchAndNotifyTest {
  @TempDir private Path folder;

  @Test
  void aSavedFileRestartsTheProcessAndWhySaysSo() throws Exception {
    Path src = Files.createDirectory(folder.resolve("src"));
    Path app = Files.writeString(src.resolve("app.py"), "1");
    try (Sandbox sandbox = new Sandbox(folder)) {
      sandbox.start();
      sandbox.apply(
          """
          version: 1
          processes:
            web:
              command: sleep 600
              watch: { paths: [src], ignore: ["*.tmp"], debounce: 100ms }
          """);
      sandbox.awaitState("web", "running");
      long first = sandbox.pid("web");
      await()
          .atMost(Sandbox.PATIENCE)
          .until(
              () -> {
                Path aside = Files.writeString(src.resolve("app.py.tmp"), "2");
                Files.move(aside, app, StandardCopyOption.ATOMIC_MOVE);
                return sandbox.state("web").equals("running") && sandbox.pid("web") != first;
              });
      assertThat(sandbox.done("events", "web").out()).contains("src/app.py changed");
    }
  }

  @Test
  void whatTheDaemonDidNotDeliverBeforeItWasKilledIsDeliveredByTheNext() throws Exception {
    try (Receiver receiver = new Receiver();
        Sandbox sandbox = new Sandbox(folder)) {
      receiver.answers(Receiver.status(503));
      Files.writeString(
          sandbox.home().resolve("config.yaml"),
          "notifications:\n  group_window: 1s\n  targets:\n    ops: { webhook: \""
              + receiver.url("/hook")
              + "\" }\n");
      sandbox.start();
      sandbox.apply(
          """
          version: 1
          processes:
            job: { command: [sh, -c, "sleep 2; exit 1"], policy: none }
            quiet: { command: [sh, -c, "sleep 2; exit 1"], policy: none, labels: { notify: "false" } }
          """);
      sandbox.awaitState("job", "failed");
      sandbox.awaitState("quiet", "failed");
      await().atMost(Sandbox.PATIENCE).until(() -> !receiver.got().isEmpty());
      sandbox.kill();
      int before = receiver.got().size();
      receiver.answers(Receiver.status(200));
      sandbox.start();
      await().atMost(Sandbox.PATIENCE).until(() -> receiver.got().size() > before);
      String text = receiver.messages().getLast().path("text").asText();
      assertThat(text).contains("job failed: ").doesNotContain("quiet");
      assertThat(sandbox.done("notify", "test", "ops").out())
          .isEqualTo("a test message has arrived at ops\n");
      assertThat(sandbox.done("notify", "list").out()).contains("ops").contains("webhook");
      assertThat(sandbox.verb("notify", "test", "opps").status()).isEqualTo(3);
      assertThat(sandbox.output()).doesNotContain("/hook");
    }
  }
}
