package dev.sentinelzero.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The two connections: one that writes, for the feeder's thread alone, and one that reads, for the
 * thread of questions. Opened and closed by the feeder's thread.
 */
final class Database {
  /** The version of the newest migration; Flyway is not even loaded where it is already there. */
  static final String VERSION = "2";

  private static final long PATIENCE_WHILE_OPENING_MILLIS = 200;

  private final Dialect dialect;
  private final ReentrantLock reading = new ReentrantLock();
  private final Condition decided = reading.newCondition();
  private boolean tried;
  private @Nullable Connection reader;
  private @Nullable Jdbi readerJdbi;
  private @Nullable Connection writer;
  private @Nullable Jdbi writerJdbi;

  /** Work on a connection. */
  interface Work<T> {
    T apply(Handle handle);
  }

  Database(Dialect dialect) {
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  boolean isOpen() {
    return writer != null;
  }

  /**
   * Opens both connections and brings the tables to {@link #VERSION}.
   *
   * @return the position up to which the journal has been fed; absent in a new database
   */
  Optional<Long> open() throws SQLException {
    try {
      Connection connection = dialect.writer();
      writer = connection;
      prepare(connection);
      Jdbi jdbi = Jdbi.create(connection);
      writerJdbi = jdbi;
      Optional<Long> position = jdbi.withHandle(Database::position);
      openReader();
      return position;
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    Optional<String> version = dialect.version(connection);
    if (version.isPresent() && version.get().equals(VERSION)) {
      return;
    }
    if (version.isPresent() && Integer.parseInt(version.get()) > Integer.parseInt(VERSION)) {
      throw new SQLException(
          "the database was made by a later release (its version is %s, ours is %s)"
              .formatted(version.get(), VERSION));
    }
    Flyway.configure()
        .dataSource(dialect.url(), null, null)
        .locations(dialect.migrations())
        .loggers("slf4j")
        .load()
        .migrate();
  }

  private static Optional<Long> position(Handle handle) {
    return handle
        .createQuery("SELECT sequence FROM feed_position WHERE id = 1")
        .mapTo(Long.class)
        .findOne();
  }

  private void openReader() throws SQLException {
    Connection connection = dialect.reader();
    reading.lock();
    try {
      reader = connection;
      readerJdbi = Jdbi.create(connection);
      tried = true;
      decided.signalAll();
    } finally {
      reading.unlock();
    }
  }

  /** Writes in one transaction; the feeder's thread only. */
  <T> T write(Work<T> work) throws SQLException {
    Jdbi jdbi = writerJdbi;
    if (jdbi == null) {
      throw new SQLException("the database is not open");
    }
    return jdbi.inTransaction(work::apply);
  }

  /** Brings what was committed to the disk; the feeder's thread only. */
  boolean settle() throws SQLException {
    return writer != null && dialect.settle(writer);
  }

  /** Reads; waits a moment while the database is being opened for the first time. */
  <T> T read(Work<T> work) throws SQLException {
    reading.lock();
    try {
      awaitFirstTry();
      Jdbi jdbi = readerJdbi;
      if (jdbi == null) {
        throw new SQLException("the database is away");
      }
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw sql(e).orElseThrow(() -> e);
    } finally {
      reading.unlock();
    }
  }

  private void awaitFirstTry() throws SQLException {
    long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_WHILE_OPENING_MILLIS);
    try {
      while (!tried && left > 0) {
        left = decided.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /** The database's own error inside another one. */
  static Optional<SQLException> sql(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /** Closes both connections; {@link #open} may follow. */
  void close() {
    reading.lock();
    try {
      closeQuietly(reader);
      reader = null;
      readerJdbi = null;
      tried = true;
      decided.signalAll();
    } finally {
      reading.unlock();
    }
    closeQuietly(writer);
    writer = null;
    writerJdbi = null;
  }

  private static void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // What could not be committed is fed again from the journal.
    }
  }
}
