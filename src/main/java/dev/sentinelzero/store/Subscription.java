package dev.sentinelzero.store;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive.ArchiveException;
import dev.sentinelzero.runtime.Archive.Numbered;
import dev.sentinelzero.runtime.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One follower of the transaction log: first what is past, then what happens, without gap or
 * double. For one reading thread. A follower that falls behind what happens by more than {@link
 * #BEHIND} events is dropped and told; one that is still reading the past is not.
 */
public final class Subscription implements AutoCloseable {
  /** So many events wait for a follower. */
  public static final int BEHIND = 1_000;

  private static final int PAGE = 500;

  private final JournalQueue queue;
  private final DatabaseArchive archive;
  private final Optional<ProcessName> process;
  private final Deque<Numbered> past = new ArrayDeque<>();
  private Live live;
  private long last;
  private long pastUpTo;
  private long pageThrough;
  private boolean following;
  private boolean dropped;
  private volatile boolean closed;

  /** What a follower receives. */
  public sealed interface Item {
    /** Something happened. */
    record Event(Numbered event) implements Item {}

    /**
     * The follower was too slow; nothing more comes. It may subscribe again.
     *
     * @param last the number after which events are missing
     */
    record Dropped(long last) implements Item {}
  }

  // Filled by writers, under the journal's lock; so it only touches memory.
  private final class Live implements Consumer<JournalLine.Recorded> {
    private final BlockingQueue<Numbered> waiting = new ArrayBlockingQueue<>(BEHIND);
    private volatile boolean overflowed;

    @Override
    public void accept(JournalLine.Recorded line) {
      if (overflowed || !(line.entry() instanceof Entry.Happened happened) || !wants(happened)) {
        return;
      }
      if (!waiting.offer(new Numbered(line.sequence(), happened))) {
        overflowed = true;
        queue.unfollow(this);
      }
    }
  }

  Subscription(
      JournalQueue queue, DatabaseArchive archive, long after, Optional<ProcessName> process) {
    this.queue = queue;
    this.archive = archive;
    this.process = process;
    this.last = after;
    this.live = new Live();
    this.pastUpTo = queue.follow(live);
  }

  private boolean wants(Entry.Happened happened) {
    return process.isEmpty()
        || happened.process().map(name -> name.key().equals(process.get().key())).orElse(false);
  }

  /**
   * The next item.
   *
   * @param patience how long to wait for something to happen
   * @return absent when nothing happened in that time, or the subscription is over
   * @throws ArchiveException when the past can't be read now; the same call may be tried again
   */
  public Optional<Item> next(Duration patience) throws InterruptedException, ArchiveException {
    if (closed || dropped) {
      return Optional.empty();
    }
    while (past.isEmpty() && (last < pastUpTo || wasOutrun())) {
      readPast();
    }
    if (!past.isEmpty()) {
      return Optional.of(deliver(past.removeFirst()));
    }
    following = true;
    Numbered event = live.waiting.poll();
    if (event == null && !live.overflowed) {
      event = live.waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
    if (event != null) {
      return Optional.of(deliver(event));
    }
    return live.overflowed ? Optional.of(drop()) : Optional.empty();
  }

  private boolean wasOutrun() {
    return !following && live.overflowed;
  }

  private void readPast() throws ArchiveException {
    if (live.overflowed) {
      // What happened meanwhile has become a part of the past that is still to be read.
      live = new Live();
      pastUpTo = queue.follow(live);
    }
    DatabaseArchive.Page page = archive.page(last, pastUpTo, process, PAGE);
    past.addAll(page.events());
    pageThrough = page.through();
    last = past.isEmpty() ? pageThrough : last;
  }

  private Item deliver(Numbered event) {
    // Behind the last one of a page nothing is left up to the page's own end.
    last = past.isEmpty() ? Math.max(event.sequence(), pageThrough) : event.sequence();
    return new Item.Event(event);
  }

  private Item drop() {
    dropped = true;
    return new Item.Dropped(last);
  }

  /** Ends it; a reader that is waiting learns of it when its patience ends. */
  @Override
  public void close() {
    closed = true;
    queue.unfollow(live);
  }
}
