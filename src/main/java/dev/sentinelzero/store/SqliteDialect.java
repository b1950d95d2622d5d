package dev.sentinelzero.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * SQLite in one file, with a write-ahead log.
 *
 * <p>The file is never opened by plain file access: POSIX would drop SQLite's locks when that is
 * closed. Asking for size and identity, and renaming, open nothing.
 */
final class SqliteDialect implements Dialect {
  private static final int WRITER_WAITS_MILLIS = 1_000;
  // Below what a caller is promised when the database is locked (250 ms).
  private static final int READER_WAITS_MILLIS = 150;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final int CORRUPT = 11;
  private static final int CANTOPEN = 14;

  private final Path file;
  private @Nullable Object identity;

  SqliteDialect(Path file) {
    this.file = file;
  }

  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public String migrations() {
    return "classpath:db/migration/sqlite";
  }

  @Override
  public String url() {
    return "jdbc:sqlite:" + file;
  }

  @Override
  public Connection writer() throws SQLException {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new SQLException("the folder of the database can't be made: " + e, "", CANTOPEN, e);
    }
    if (emptied()) {
      throw new SQLException("the database's file has been emptied", "", CORRUPT);
    }
    SQLiteConfig config = config(WRITER_WAITS_MILLIS);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection = config.createConnection(url());
    identity = identity();
    return connection;
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = config(READER_WAITS_MILLIS).createConnection(url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  private static SQLiteConfig config(int waitsMillis) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(waitsMillis);
    // Large sorts must not go to files outside the home.
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return config;
  }

  @Override
  public Optional<String> version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery(
              "SELECT name FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
        if (!table.next()) {
          return Optional.empty();
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT version FROM flyway_schema_history WHERE success = 1"
                  + " ORDER BY installed_rank DESC LIMIT 1")) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public Trouble judge(SQLException error) {
    // The low byte is the primary code: https://sqlite.org/rescode.html
    return switch (error.getErrorCode() & 0xff) {
      case 5, 6 -> Trouble.BUSY;
      case 11, 26 -> Trouble.BROKEN;
      case 18, 19, 20 -> Trouble.REFUSED;
      default -> Trouble.AWAY;
    };
  }

  @Override
  public boolean broken() {
    if (emptied()) {
      return true;
    }
    try (Connection connection = reader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      return !(row.next() && Objects.equals(row.getString(1), "ok"));
    } catch (SQLException e) {
      return judge(e) == Trouble.BROKEN;
    }
  }

  // SQLite takes an emptied file for a new database and would pass over the loss in silence.
  private boolean emptied() {
    try {
      return Files.exists(file) && Files.size(file) == 0 && !Files.exists(beside("-wal"));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean replaced() {
    return !Objects.equals(identity, identity());
  }

  private @Nullable Object identity() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public Optional<Path> setAside(Instant now) throws SQLException {
    Path target = free(file.getFileName() + ".broken-" + STAMP.format(now));
    boolean moved = false;
    try {
      for (String suffix : List.of("-wal", "-shm", "")) {
        if (Files.exists(beside(suffix))) {
          Files.move(beside(suffix), target.resolveSibling(target.getFileName() + suffix));
          moved = true;
        }
      }
    } catch (IOException e) {
      throw new SQLException("the spoilt database can't be moved aside: " + e, "", CANTOPEN, e);
    }
    return moved ? Optional.of(target) : Optional.empty();
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private Path free(String name) {
    Path path = file.resolveSibling(name);
    for (int count = 2; Files.exists(path); count++) {
      path = file.resolveSibling(name + "-" + count);
    }
    return path;
  }

  @Override
  public boolean settle(Connection writer) throws SQLException {
    // A checkpoint syncs the write-ahead log before it copies and the database after it.
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
    }
  }
}
