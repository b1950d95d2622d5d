package dev.sentinelzero.daemon;

import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.watching.FileWatching;
import java.util.function.Consumer;

/** Tells the watching of files which processes were reset. */
record ResetWatch(FileWatching files) implements Consumer<Entry> {
  @Override
  public void accept(Entry entry) {
    if (entry instanceof Entry.Happened happened && happened.what().equals("reset_requested")) {
      happened.process().ifPresent(files::reset);
    }
  }
}
