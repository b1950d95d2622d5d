package dev.sentinelzero.store;

import dev.sentinelzero.process.ProcessName;
import java.nio.file.Path;
import java.time.Duration;

/** A program of its own: writes without end and prints how far it was acknowledged. */
final class CrashingWriter {
  private CrashingWriter() {}

  public static void main(String[] arguments) throws InterruptedException {
    Stores stores = Stores.open(Path.of(arguments[0]), Entries.settings());
    ProcessName process = new ProcessName(arguments[1]);
    for (int n = 1; ; n++) {
      stores.journal().write(Entries.tick(process, n));
      stores.journal().write(Entries.defined(process, Integer.toString(n)));
      if (n % 20 == 0 && stores.journal().flush(Duration.ofSeconds(10))) {
        System.out.println(n + " " + stores.journal().lastSequence());
      }
    }
  }
}
