package dev.sentinelzero.daemon;

import dev.sentinelzero.delivery.Keep;
import dev.sentinelzero.files.StateLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told and has not arrived, in the home's {@code state/notifications}. Without
 * targets the file isn't made.
 */
final class KeptAlerts implements Keep, AutoCloseable {
  private final Map<String, String> recalled;
  private final @Nullable StateLog log;

  /**
   * Opens the file.
   *
   * @param wanted whether anybody is told of anything
   * @throws IOException when it can't be read or written
   */
  KeptAlerts(Path file, boolean wanted) throws IOException {
    log = wanted || Files.exists(file) ? new StateLog(file) : null;
    recalled = log == null ? Map.of() : log.recalled();
    if (log != null) {
      log.start();
    }
  }

  @Override
  public Map<String, String> recalled() {
    return recalled;
  }

  @Override
  public void put(String key, String value) {
    if (log != null) {
      var unused = log.put(key, () -> value, false);
    }
  }

  @Override
  public void remove(String key) {
    if (log != null) {
      var unused = log.remove(key);
    }
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
