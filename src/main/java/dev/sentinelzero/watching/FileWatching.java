package dev.sentinelzero.watching;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec.WatchRule;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.Journal;
import dev.sentinelzero.runtime.Listener;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells processes that the files they were made of have changed. A process with a rule is watched
 * while it is wanted up.
 *
 * <p>One thread owns everything and a second one waits for the system; both are there only while
 * something is watched. All others write into the mailbox.
 */
public final class FileWatching implements Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatching.class);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int LOOKS_UNTIL_AGAIN = 6;

  /** What the thread is told. */
  private sealed interface Message {
    /** Watch a process by this rule, or no more. */
    record Wish(ProcessName name, Optional<WatchRule> rule) implements Message {}

    /** Somebody has reset it. */
    record Reset(ProcessName name) implements Message {}

    /** The system has told something. */
    record Signalled(WatchKey key) implements Message {}

    /** The daemon ends. */
    record Close() implements Message {}
  }

  /** A watched process. */
  private record Subject(ProcessName name, WatchRule rule, Settling settling, List<Tree> trees) {}

  private final BiConsumer<String, Event> tell;
  private final Journal journal;
  private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final Map<String, Subject> subjects = new HashMap<>();
  private final ReentrantLock life = new ReentrantLock();
  private @Nullable Thread thread;
  private boolean closed;
  private @Nullable WatchService service;
  private @Nullable Trees trees;
  private long lookedAt = System.nanoTime();
  private int looks;

  /**
   * Makes one that watches nothing yet.
   *
   * @param tell sends an event to a process, by the key of its name
   * @param journal where remarks about the watching are taken down
   */
  public FileWatching(BiConsumer<String, Event> tell, Journal journal) {
    this.tell = tell;
    this.journal = journal;
  }

  @Override
  public void changed(Managed before, Managed after) {
    Optional<WatchRule> was = before.equals(after) ? Optional.empty() : wish(before);
    Optional<WatchRule> is = wish(after);
    if (!was.equals(is)) {
      post(new Message.Wish(after.name(), is));
    }
  }

  /** What runs on a schedule is not restarted: its next run has the new files anyway. */
  private static Optional<WatchRule> wish(Managed managed) {
    return managed.wanted() == Wanted.UP && managed.definition().schedule().isEmpty()
        ? managed.definition().spec().coordination().watch()
        : Optional.empty();
  }

  /** Somebody has reset a process: it is restarted again when its files change. */
  public void reset(ProcessName name) {
    life.lock();
    try {
      if (thread != null) {
        mailbox.add(new Message.Reset(name));
      }
    } finally {
      life.unlock();
    }
  }

  private void post(Message message) {
    life.lock();
    try {
      if (closed) {
        return;
      }
      mailbox.add(message);
      if (thread == null) {
        thread = Thread.ofPlatform().name("file-watching").daemon().start(this::live);
      }
    } finally {
      life.unlock();
    }
  }

  @Override
  public void close() {
    life.lock();
    try {
      closed = true;
      mailbox.add(new Message.Close());
    } finally {
      life.unlock();
    }
  }

  private void live() {
    boolean on = true;
    while (on) {
      try {
        Message message = mailbox.poll(patience(), TimeUnit.NANOSECONDS);
        if (message instanceof Message.Close) {
          break;
        }
        if (message != null) {
          handle(message);
        }
        long now = System.nanoTime();
        look(now);
        List.copyOf(subjects.values()).forEach(subject -> settle(subject, now));
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        LOG.error("watching files went wrong", e);
      }
      on = !mayEnd();
    }
    stopService();
  }

  /** Whether nothing is left to do; then the next wish starts a thread anew. */
  private boolean mayEnd() {
    if (!subjects.isEmpty()) {
      return false;
    }
    life.lock();
    try {
      if (!mailbox.isEmpty()) {
        return false;
      }
      stopService();
      thread = null;
      return true;
    } finally {
      life.unlock();
    }
  }

  private long patience() {
    long now = System.nanoTime();
    long next = subjects.isEmpty() ? 0 : lookedAt + LOOK.toNanos() - now;
    for (Subject subject : subjects.values()) {
      OptionalLong due = subject.settling().due();
      if (due.isPresent()) {
        next = Math.min(next, due.getAsLong() - now);
      }
    }
    return Math.max(0, next);
  }

  private void handle(Message message) {
    switch (message) {
      case Message.Wish(ProcessName name, Optional<WatchRule> rule) -> {
        end(name);
        rule.ifPresent(wanted -> begin(name, wanted));
      }
      case Message.Reset(ProcessName name) -> {
        Subject subject = subjects.get(name.key());
        if (subject != null && subject.settling().reset()) {
          note(name, "watch_resumed", "reset: it is restarted again when its files change");
        }
      }
      case Message.Signalled(WatchKey key) -> {
        if (trees != null) {
          take(trees.events(key));
        }
      }
      case Message.Close() -> {}
    }
  }

  private void begin(ProcessName name, WatchRule rule) {
    Trees watched = trees();
    Ignore ignore = new Ignore(rule.ignore());
    List<Tree> own =
        rule.paths().stream().map(path -> new Tree(name, Path.of(path), ignore)).toList();
    subjects.put(name.key(), new Subject(name, rule, new Settling(rule.debounce()), own));
    if (watched == null) {
      return;
    }
    own.forEach(tree -> take(watched.add(tree)));
    LOG.debug("{}: watching {}; {} folders in all", name, rule.paths(), watched.folders());
  }

  private void end(ProcessName name) {
    Subject subject = subjects.remove(name.key());
    if (subject != null && trees != null) {
      subject.trees().forEach(trees::remove);
    }
  }

  private @Nullable Trees trees() {
    if (trees == null) {
      try {
        WatchService fresh = FileSystems.getDefault().newWatchService();
        service = fresh;
        trees = new Trees(fresh);
        Thread.ofPlatform().name("file-events").daemon().start(() -> listen(fresh));
      } catch (IOException e) {
        LOG.error(
            "files can't be watched: {}. If this user has too many inotify instances, raise"
                + " fs.inotify.max_user_instances by sysctl; it is tried again every minute",
            e.getMessage());
      }
    }
    return trees;
  }

  private void listen(WatchService from) {
    try {
      while (true) {
        mailbox.add(new Message.Signalled(from.take()));
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.trace("the system is not listened to any more");
    }
  }

  private void stopService() {
    trees = null;
    WatchService old = service;
    service = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        LOG.warn("the watching of files could not be closed: {}", e.toString());
      }
    }
  }

  private void look(long now) {
    if (subjects.isEmpty() || now - lookedAt < LOOK.toNanos()) {
      return;
    }
    lookedAt = now;
    boolean again = ++looks % LOOKS_UNTIL_AGAIN == 0;
    if (trees != null) {
      take(trees.look(again));
    } else if (again) {
      List.copyOf(subjects.values()).forEach(subject -> begin(subject.name(), subject.rule()));
    }
  }

  private void take(List<News> news) {
    for (News one : news) {
      Subject subject = subjects.get(one.tree().process().key());
      switch (one) {
        case News.Changed(Tree tree, String path) -> {
          if (subject != null && subject.trees().contains(tree)) {
            subject.settling().changed(path, System.nanoTime());
          }
        }
        case News.Remark(Tree tree, String code, String text) -> {
          LOG.warn("{}: {}", tree.process(), text);
          note(tree.process(), code, text);
        }
      }
    }
  }

  private void settle(Subject subject, long now) {
    switch (subject.settling().decide(now).orElse(null)) {
      case Settling.Decision.Restart(String text) ->
          tell.accept(subject.name().key(), new Event.Outdated(new Reason("files_changed", text)));
      case Settling.Decision.Pause(String text) -> {
        LOG.warn("{}: {}", subject.name(), text);
        note(subject.name(), "watch_paused", text);
      }
      case Settling.Decision.Resume(String text) -> note(subject.name(), "watch_resumed", text);
      case null -> {}
    }
  }

  private void note(ProcessName name, String what, String text) {
    journal.write(
        new Entry.Happened(
            Instant.now(),
            Entry.Origin.DAEMON,
            Optional.of(name),
            Optional.empty(),
            what,
            new Reason(what, text),
            Map.of()));
  }
}
