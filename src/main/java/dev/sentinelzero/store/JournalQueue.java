package dev.sentinelzero.store;

import dev.sentinelzero.runtime.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Numbers entries, holds them for the journal's file, keeps the latest ones and shows each to the
 * followers. All under one lock that is held for memory accesses only, so that numbers, file order
 * and what followers see are the same order.
 */
final class JournalQueue {
  /** Runs are kept beyond the bound of events, but not without end: memory is supervision's. */
  private static final int RUNS_FACTOR = 4;

  private final int capacity;
  private final int recentCapacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Deque<JournalLine.Recorded> waiting = new ArrayDeque<>();
  private final Deque<JournalLine.Recorded> recent = new ArrayDeque<>();
  private final List<Consumer<JournalLine.Recorded>> followers = new CopyOnWriteArrayList<>();
  private long sequence;
  private long lastAdded;
  private long written;
  private long dropped;
  private boolean closed;

  /**
   * The latest entries.
   *
   * @param lines oldest first; every entry numbered {@code low} or higher is among them
   */
  record Recent(List<JournalLine.Recorded> lines, long low) {}

  JournalQueue(long lastSequence, StoreSettings settings) {
    this.sequence = lastSequence;
    this.written = lastSequence;
    this.capacity = settings.queued();
    this.recentCapacity = settings.recent();
  }

  /** Adds an entry; false when it had to be dropped, or the queue is closed. */
  boolean add(Entry entry) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (waiting.size() >= roomFor(entry)) {
        dropped++;
        return false;
      }
      JournalLine.Recorded line = new JournalLine.Recorded(++sequence, entry);
      lastAdded = sequence;
      waiting.add(line);
      recent.add(line);
      evict();
      for (Consumer<JournalLine.Recorded> follower : followers) {
        follower.accept(line);
      }
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private int roomFor(Entry entry) {
    return switch (entry) {
      case Entry.Happened event -> capacity;
      case Entry.RunBegan began -> capacity * RUNS_FACTOR;
      case Entry.RunOver over -> capacity * RUNS_FACTOR;
      case Entry.Fired fired -> capacity * RUNS_FACTOR;
      case Entry.Defined defined -> Integer.MAX_VALUE;
      case Entry.WantedChanged changed -> Integer.MAX_VALUE;
      case Entry.Deleted deleted -> Integer.MAX_VALUE;
    };
  }

  // What no file holds yet stays answerable from memory, within the bound of the queue.
  private void evict() {
    while (recent.size() > recentCapacity
        && (recent.getFirst().sequence() <= written || recent.size() > recentCapacity + capacity)) {
      recent.removeFirst();
    }
  }

  /** Waits for entries and takes them; empty when the queue is closed and nothing is left. */
  List<JournalLine.Recorded> take(int most) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        arrived.awaitUninterruptibly();
      }
      List<JournalLine.Recorded> batch = new ArrayList<>(Math.min(most, waiting.size()));
      while (batch.size() < most && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the file holds everything up to a number. */
  void markWritten(long upTo) {
    lock.lock();
    try {
      written = upTo;
      evict();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the file holds everything added before; false when the time is over. */
  boolean awaitWritten(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      long target = lastAdded;
      while (written < target) {
        if (left <= 0) {
          return false;
        }
        left = progress.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds an entry that says how many were dropped, once there is room again: the report itself must
   * not be dropped.
   *
   * @return how many are reported; 0 when none were, or it is too early
   */
  long reportDropped(LongFunction<Entry> report) {
    lock.lock();
    try {
      long count = dropped;
      if (count == 0 || !waiting.isEmpty() || !add(report.apply(count))) {
        return 0;
      }
      dropped = 0;
      return count;
    } finally {
      lock.unlock();
    }
  }

  Recent recent() {
    lock.lock();
    try {
      long low = recent.isEmpty() ? sequence + 1 : recent.getFirst().sequence();
      return new Recent(List.copyOf(recent), low);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows every later entry to a follower, on the writer's thread and under the lock: it must only
   * touch memory.
   *
   * @return the number of the last entry that it will not be shown
   */
  long follow(Consumer<JournalLine.Recorded> follower) {
    lock.lock();
    try {
      followers.add(follower);
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  void unfollow(Consumer<JournalLine.Recorded> follower) {
    followers.remove(follower);
  }

  /** Numbers go on above this one. */
  void raise(long atLeast) {
    lock.lock();
    try {
      sequence = Math.max(sequence, atLeast);
    } finally {
      lock.unlock();
    }
  }

  long lastSequence() {
    lock.lock();
    try {
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more entries; those inside can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
