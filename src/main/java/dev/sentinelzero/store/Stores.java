package dev.sentinelzero.store;

import dev.sentinelzero.process.ProcessName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that remembers, put together over one home. */
public final class Stores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  private final JournalQueue queue;
  private final LocalJournal journal;
  private final DatabaseFeeder feeder;
  private final DatabaseArchive archive;
  private final Asking asking;
  private final Retention retention;

  private Stores(Path home, Dialect dialect, StoreSettings settings) {
    JournalFiles files = new JournalFiles(home.resolve("state").resolve("journal"));
    prepare(files.directory());
    JournalFiles.End end = files.end();
    long began = firstNumber(end, dialect, settings);
    Semaphore wake = new Semaphore(0);
    JournalAppender appender = new JournalAppender(files, settings.fileBytes(), end, began);
    Database database = new Database(dialect);
    queue = new JournalQueue(began, settings);
    journal = new LocalJournal(queue, appender, settings, wake::release);
    feeder =
        new DatabaseFeeder(
            new DatabaseFeeder.Parts(database, files, appender, journal), settings, began, wake);
    asking = new Asking(database, feeder::suspect);
    archive = new DatabaseArchive(queue, new JournalSearch(files, appender), feeder, asking);
    retention = new Retention(feeder, settings.clock());
  }

  /**
   * Opens the journal and the SQLite database of a home. Returns when entries can be written; the
   * database is opened in the background, and its absence is nobody's failure.
   */
  public static Stores open(Path home) {
    return open(home, StoreSettings.standard());
  }

  /** The same with other bounds. */
  public static Stores open(Path home, StoreSettings settings) {
    // The driver unpacks its native library; nothing may be written outside the home.
    if (System.getProperty("org.sqlite.tmpdir") == null) {
      System.setProperty("org.sqlite.tmpdir", home.resolve("tmp").toString());
    }
    prepare(Path.of(System.getProperty("org.sqlite.tmpdir")));
    return open(home, new SqliteDialect(home.resolve("db").resolve("sentinelzero.db")), settings);
  }

  /** The same on another database. */
  static Stores open(Path home, Dialect dialect, StoreSettings settings) {
    Stores stores = new Stores(home, dialect, settings);
    stores.journal.start();
    stores.feeder.start();
    return stores;
  }

  private static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      LOG.warn("The folder {} can't be made: {}", directory, e.toString());
    }
  }

  /**
   * Numbers must never be given twice, though followers may have seen some that no file holds:
   * after an end in disorder, those in the queue; after the loss of all files, any that was given
   * before, which the clock is always ahead of.
   */
  private static long firstNumber(JournalFiles.End end, Dialect dialect, StoreSettings settings) {
    if (end.sequence().isPresent()) {
      return end.sequence().get() + (end.clean() ? 0 : settings.queued());
    }
    if (end.file() == 0 && !dialect.exists()) {
      return 0;
    }
    Instant now = settings.clock().instant();
    return Math.max(0, now.toEpochMilli()) * 1_000;
  }

  /** Takes down what happens. */
  public LocalJournal journal() {
    return journal;
  }

  /** Answers questions about the past. */
  public DatabaseArchive archive() {
    return archive;
  }

  /** Keeps the history within bounds. */
  public Retention retention() {
    return retention;
  }

  /**
   * Follows the transaction log.
   *
   * @param after events with a higher number come, past ones first; {@link
   *     LocalJournal#lastSequence} for what happens from now on
   * @param process only those about it
   */
  public Subscription subscribe(long after, Optional<ProcessName> process) {
    return new Subscription(queue, archive, after, process);
  }

  /** Why history can't be written to the database now; absent when all is well. */
  public Optional<String> trouble() {
    return feeder.trouble();
  }

  /** Writes what waits, feeds it for at most some seconds, and closes everything. */
  @Override
  public void close() {
    journal.close();
    feeder.close();
    asking.close();
  }
}
