package dev.sentinelzero.daemon;

import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The journal, with others who hear what is written; they must return at once. */
final class JournalTap implements Journal {
  private final Journal journal;
  private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();

  JournalTap(Journal journal) {
    this.journal = journal;
  }

  void listen(Consumer<Entry> listener) {
    listeners.add(listener);
  }

  @Override
  public void write(Entry entry) {
    journal.write(entry);
    listeners.forEach(listener -> listener.accept(entry));
  }
}
