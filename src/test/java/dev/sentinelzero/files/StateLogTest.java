package dev.sentinelzero.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLogTest {
  @TempDir Path folder;

  private StateLog open() throws IOException {
    return new StateLog(folder.resolve("state"));
  }

  @Test
  void aDurableChangeTakesThoseBeforeItAlong() throws Exception {
    try (StateLog log = open()) {
      log.start();
      for (int round = 0; round < 50; round++) {
        String number = Integer.toString(round);
        log.put("behind", () -> number, false);
        log.put("asked", () -> number, true).get(10, TimeUnit.SECONDS);
        assertThat(Files.readString(folder.resolve("state")))
            .endsWith("behind\t" + number + "\nasked\t" + number + "\n");
      }
    }
  }

  @Test
  void changesThatWaitAreWrittenOnceWithTheLastValue() throws Exception {
    try (StateLog log = open()) {
      IntStream.range(0, 100).forEach(n -> log.put("web", () -> Integer.toString(n), false));
      log.start();
      log.put("web", () -> "last", false).get(10, TimeUnit.SECONDS);
      assertThat(Files.readString(folder.resolve("state"))).isEqualTo("web\tlast\n");
    }
  }

  @Test
  void closingWritesWhatWaits() throws Exception {
    StateLog log = open();
    log.start();
    log.put("web", () -> "running", false);
    log.put("job", () -> "failed", false);
    log.remove("job");
    log.close();
    try (StateLog again = open()) {
      assertThat(again.recalled()).isEqualTo(Map.of("web", "running"));
      again.start();
    }
  }
}
