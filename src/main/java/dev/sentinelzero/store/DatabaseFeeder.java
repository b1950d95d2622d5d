package dev.sentinelzero.store;

import dev.sentinelzero.process.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the database from the journal's files, on one platform thread, which alone opens, writes
 * and closes the database. The position in the journal is stored with the rows, in one transaction,
 * so that a crash in between loses and doubles nothing.
 */
final class DatabaseFeeder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFeeder.class);
  private static final int SPAN = 256 << 10;
  private static final Duration SYNC_EVERY = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Database database;
  private final JournalFiles files;
  private final JournalAppender appender;
  private final JournalSqueezer squeezer;
  private final LocalJournal journal;
  private final StoreSettings settings;
  private final long began;
  private final Semaphore wake;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Job<?>> jobs = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private @Nullable JournalCursor cursor;
  private Duration retry = FIRST_RETRY;
  private int span = SPAN;
  private long syncedAt = System.nanoTime();
  private volatile boolean suspected;
  private volatile long fed = -1;
  private volatile Optional<String> trouble = Optional.empty();

  private record Job<T>(Database.Work<T> work, CompletableFuture<T> result) {
    void run(Database database) throws SQLException {
      try {
        if (!result.isDone()) {
          result.complete(database.write(work));
        }
      } catch (SQLException | RuntimeException e) {
        result.completeExceptionally(e);
        throw e;
      }
    }
  }

  /** What the feeder works with. */
  record Parts(
      Database database, JournalFiles files, JournalAppender appender, LocalJournal journal) {}

  /**
   * Its thread is started by {@link #start}.
   *
   * @param began the last number before this journal's first one
   * @param wake released whenever the journal has grown
   */
  DatabaseFeeder(Parts parts, StoreSettings settings, long began, Semaphore wake) {
    this.database = parts.database();
    this.files = parts.files();
    this.appender = parts.appender();
    this.journal = parts.journal();
    this.squeezer = new JournalSqueezer(files, settings.journalBytes());
    this.settings = settings;
    this.began = began;
    this.wake = wake;
    this.thread = Thread.ofPlatform().name("database-feeder").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Everything up to this number is in the database; -1 while that is unknown. */
  long fed() {
    return fed;
  }

  /** Why the database can't be written now; absent when all is well. */
  Optional<String> trouble() {
    return trouble;
  }

  /** Runs work in a transaction of its own, between two batches. */
  <T> CompletableFuture<T> submit(Database.Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    jobs.add(new Job<>(work, result));
    wake.release();
    return result;
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        boolean more = work();
        retry = FIRST_RETRY;
        if (!more) {
          rest();
        }
      } catch (SQLException | IOException | RuntimeException e) {
        handle(e);
        pause(retry);
        retry = longer(retry);
      } catch (Error e) {
        LOG.error("Feeding the database failed", e);
        pause(LAST_RETRY);
      }
    }
    finish();
  }

  /** Says that a question found the database spoilt; it is looked through and, if so, replaced. */
  void suspect() {
    suspected = true;
    wake.release();
  }

  private boolean work() throws SQLException, IOException {
    syncIfDue();
    if (suspected) {
      suspected = false;
      forget();
      setAside();
    }
    openIfNeeded();
    Job<?> job = jobs.poll();
    if (job != null) {
      job.run(database);
    }
    return feed() || !jobs.isEmpty();
  }

  private void syncIfDue() {
    if (appender.needsSync() && System.nanoTime() - syncedAt >= SYNC_EVERY.toNanos()) {
      try {
        appender.sync();
      } catch (IOException e) {
        LOG.warn("The journal could not be synced to the disk: {}", e.toString());
      }
      syncedAt = System.nanoTime();
    }
  }

  private void openIfNeeded() throws SQLException {
    if (database.isOpen() && database.dialect().replaced()) {
      LOG.warn("The database's file is gone or another one; opening what is there");
      forget();
    }
    if (database.isOpen()) {
      return;
    }
    Optional<Long> position = database.open();
    if (position.isEmpty() && (began > 0 || fed > 0)) {
      rebuild();
    }
    long start = position.orElse(0L);
    if (start > appender.written().sequence()) {
      // An older journal beside a newer database, from a backup: never give a number twice.
      LOG.warn("The journal is older than the database; its numbers continue above {}", start);
      journal.raise(start);
      start = Math.min(start, began);
    }
    fed = start;
    cursor = JournalCursor.after(files, start);
    recovered();
  }

  private void rebuild() {
    LOG.warn("The database has been made anew; it is filled with what the journal still holds");
    journal.write(
        journal.event(
            new Reason("database_lost", "The database was lost or spoilt and has been made anew"),
            "database_rebuilt",
            Map.of()));
    settings.whenRebuilt().run();
  }

  private void recovered() {
    if (trouble.isPresent()) {
      LOG.info("The database is back");
      trouble = Optional.empty();
    }
  }

  private boolean feed() throws SQLException, IOException {
    JournalCursor at = cursor;
    if (at == null) {
      return false;
    }
    JournalAppender.Written written = appender.written();
    JournalCursor.Step step = at.look(written, fed, span);
    if (step.spoilt() > 0) {
      LOG.warn("{} lines of the journal could not be read and were passed over", step.spoilt());
    }
    if (!step.lines().isEmpty()) {
      long last = step.lines().getLast().sequence();
      store(step.lines(), last);
      fed = last;
    }
    long before = at.file();
    at.advance(step, written);
    if (!step.more()) {
      fed = Math.max(fed, written.sequence());
    }
    recovered();
    if (at.file() != before || !step.more()) {
      removeFed(at.file());
    }
    return step.more();
  }

  private void store(List<JournalLine.Recorded> lines, long last) throws SQLException {
    try {
      database.write(
          handle -> {
            Rows.feed(handle, lines, last);
            return last;
          });
    } catch (RuntimeException e) {
      if (!isRefused(e)) {
        throw e;
      }
      storeEach(lines);
    }
  }

  // One entry that the database will never take must not hold up all that follow.
  private void storeEach(List<JournalLine.Recorded> lines) throws SQLException {
    for (JournalLine.Recorded line : lines) {
      try {
        database.write(
            handle -> {
              Rows.feed(handle, List.of(line), line.sequence());
              return line;
            });
      } catch (RuntimeException e) {
        if (!isRefused(e)) {
          throw e;
        }
        LOG.error("The database refuses an entry, which is passed over: {}", line, e);
      }
    }
  }

  private boolean isRefused(RuntimeException error) {
    return Database.sql(error)
        .map(sql -> database.dialect().judge(sql) == Dialect.Trouble.REFUSED)
        .orElse(true);
  }

  private void removeFed(long current) throws SQLException {
    Map<Long, Path> done = files.list().headMap(current);
    // A file goes only when its rows would survive a power failure.
    if (done.isEmpty() || !database.settle()) {
      return;
    }
    for (Path path : done.values()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("The journal file {} could not be deleted: {}", path, e.toString());
      }
    }
  }

  private void handle(Exception error) {
    Optional<SQLException> sql = Database.sql(error);
    Dialect.Trouble kind = sql.map(database.dialect()::judge).orElse(Dialect.Trouble.AWAY);
    String message = sql.map(SQLException::getMessage).orElse(error.toString());
    if (trouble.isEmpty()) {
      LOG.warn("The database can't be written ({}); the journal keeps what happens", message);
    }
    trouble = Optional.of(message);
    if (kind != Dialect.Trouble.BUSY) {
      forget();
    }
    if (kind == Dialect.Trouble.BROKEN) {
      setAside();
    }
    squeeze();
  }

  private void forget() {
    database.close();
    cursor = null;
  }

  private void setAside() {
    if (!database.dialect().broken()) {
      return;
    }
    try {
      Optional<Path> target = database.dialect().setAside(settings.clock().instant());
      fed = 0;
      LOG.warn(
          "The database is spoilt; it was moved aside to {}",
          target.map(Path::toString).orElse("nowhere"));
    } catch (SQLException e) {
      LOG.error("The spoilt database stays where it is: {}", e.getMessage());
    }
  }

  private void squeeze() {
    try {
      long dropped = squeezer.squeeze(appender.written().file());
      if (dropped > 0) {
        cursor = null;
        database.close();
        LOG.warn("{} of the oldest events were dropped: the journal is at its bound", dropped);
        journal.write(
            journal.event(
                new Reason(
                    "journal_full",
                    dropped + " of the oldest events were dropped: the database was away for long"),
                "events_dropped",
                Map.of("count", Long.toString(dropped))));
      }
    } catch (IOException e) {
      LOG.warn("The journal could not be shortened: {}", e.toString());
    }
  }

  private void rest() {
    try {
      long most = appender.needsSync() ? SYNC_EVERY.toNanos() : IDLE.toNanos();
      if (wake.tryAcquire(most, TimeUnit.NANOSECONDS) && jobs.isEmpty()) {
        closing.await(settings.gather().toNanos(), TimeUnit.NANOSECONDS);
      }
      wake.drainPermits();
    } catch (InterruptedException ignored) {
      // Nobody interrupts this thread for a reason: it ends when it is closed.
    }
  }

  private void pause(Duration duration) {
    try {
      closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ignored) {
      // As above.
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
  }

  private void finish() {
    long end = System.nanoTime() + CLOSING.toNanos();
    try {
      openIfNeeded();
      while (feed() && System.nanoTime() - end < 0) {}
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.info("The rest of the journal is fed at the next start: {}", e.toString());
    }
    database.close();
    for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
      job.result().completeExceptionally(new SQLException("the store is closed"));
    }
  }

  /** Feeds the rest for at most some seconds and closes the database. */
  @Override
  public void close() {
    closing.countDown();
    wake.release();
    try {
      thread.join(CLOSING.plusSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
