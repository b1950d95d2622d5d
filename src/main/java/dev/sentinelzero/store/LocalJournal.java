package dev.sentinelzero.store;

import dev.sentinelzero.process.Reason;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in files under the home. Writing costs memory only; one platform thread appends to
 * the file, in batches. What {@link #flush} has acknowledged survives the death of this process.
 */
public final class LocalJournal implements Journal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalJournal.class);
  private static final int BATCH = 1_000;
  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final JournalQueue queue;
  private final JournalAppender appender;
  private final StoreSettings settings;
  private final Runnable whenWritten;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean blocked;

  /**
   * Continues the journal of a directory; its thread is started by {@link #start}.
   *
   * @param whenWritten called on the journal's thread when the file has grown
   */
  LocalJournal(
      JournalQueue queue, JournalAppender appender, StoreSettings settings, Runnable whenWritten) {
    this.queue = queue;
    this.appender = appender;
    this.settings = settings;
    this.whenWritten = whenWritten;
    this.thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Takes down one entry. When the disk is away for long and the queue full, events are dropped,
   * counted, and an event says so once the disk is back; definitions never are.
   */
  @Override
  public void write(Entry entry) {
    queue.add(entry);
  }

  /**
   * Waits until everything written before is in the file (not yet synced to the disk).
   *
   * @return false when the time was over first
   */
  @Override
  public boolean flush(Duration patience) throws InterruptedException {
    return queue.awaitWritten(patience);
  }

  /** The highest number given to an entry. */
  public long lastSequence() {
    return queue.lastSequence();
  }

  /** Numbers go on above this one. */
  void raise(long atLeast) {
    queue.raise(atLeast);
  }

  /** Whether the journal's file can't be written at the moment. */
  public boolean blocked() {
    return blocked;
  }

  private void run() {
    while (true) {
      List<JournalLine.Recorded> batch = queue.take(BATCH);
      if (batch.isEmpty()) {
        return;
      }
      if (!persist(encode(batch), batch.getLast().sequence())) {
        return;
      }
      queue.markWritten(batch.getLast().sequence());
      whenWritten.run();
      reportDropped();
    }
  }

  private static String encode(List<JournalLine.Recorded> batch) {
    StringBuilder lines = new StringBuilder(256 * batch.size());
    for (JournalLine.Recorded line : batch) {
      try {
        lines.append(EntryCodec.encode(line)).append('\n');
      } catch (RuntimeException e) {
        LOG.error("An entry can't be written to the journal and is passed over: {}", line, e);
      }
    }
    return lines.toString();
  }

  private boolean persist(String lines, long sequence) {
    Duration pause = FIRST_RETRY;
    long giveUp = Long.MAX_VALUE;
    while (true) {
      try {
        appender.append(lines, sequence);
        blocked = false;
        return true;
      } catch (IOException | RuntimeException e) {
        if (!blocked) {
          LOG.warn("The journal can't be written; entries wait in memory: {}", e.toString());
        }
        blocked = true;
      }
      if (pauseOrClosing(pause) && giveUp == Long.MAX_VALUE) {
        giveUp = System.nanoTime() + CLOSING.toNanos();
      }
      if (giveUp != Long.MAX_VALUE && System.nanoTime() - giveUp >= 0) {
        LOG.error("The journal could not be written before its end: entries are lost");
        return false;
      }
      pause = longer(pause);
    }
  }

  private boolean pauseOrClosing(Duration pause) {
    try {
      if (closing.getCount() == 0) {
        // The latch no longer waits, and the disk deserves the pause.
        TimeUnit.NANOSECONDS.sleep(FIRST_RETRY.toNanos());
        return true;
      }
      return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ignored) {
      // Nobody interrupts this thread for a reason: an interrupt would close the file's channel.
      return false;
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }

  private void reportDropped() {
    long dropped =
        queue.reportDropped(
            count ->
                event(
                    new Reason(
                        "journal_full",
                        count + " events were dropped: the journal could not be written"),
                    "events_dropped",
                    Map.of("count", Long.toString(count))));
    if (dropped > 0) {
      LOG.warn("{} events were dropped while the journal could not be written", dropped);
    }
  }

  /** An event of the store's own. */
  Entry.Happened event(Reason reason, String what, Map<String, String> details) {
    return new Entry.Happened(
        settings.clock().instant(),
        Entry.Origin.DAEMON,
        Optional.empty(),
        Optional.empty(),
        what,
        reason,
        details);
  }

  /** Writes what is waiting, for at most some seconds, and marks a good end. */
  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    queue.close();
    closing.countDown();
    try {
      thread.join(CLOSING.plusSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive() || blocked) {
      return;
    }
    try {
      appender.close();
      appender.sync();
    } catch (IOException e) {
      LOG.warn("The journal could not be closed: {}", e.toString());
    }
  }
}
