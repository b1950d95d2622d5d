package dev.sentinelzero.store;

import static dev.sentinelzero.store.Entries.WEB;
import static dev.sentinelzero.store.Entries.about;
import static dev.sentinelzero.store.Entries.all;
import static dev.sentinelzero.store.Entries.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.runtime.Archive.Numbered;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract on SQLite, and what can happen to its file. */
class SqliteStoreTest extends StoreContract {
  private final AtomicInteger rebuilt = new AtomicInteger();

  @Override
  Dialect dialect() {
    return new SqliteDialect(file());
  }

  @Override
  Stores open(Dialect dialect) {
    return Stores.open(home, dialect, Entries.settings().withWhenRebuilt(rebuilt::incrementAndGet));
  }

  private Path file() {
    return home.resolve("db").resolve("sentinelzero.db");
  }

  @Override
  Connection other() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Override
  Connection lockOut() throws SQLException {
    Connection connection = other();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("BEGIN EXCLUSIVE");
    }
    return connection;
  }

  private void spoil(int bytesLeft, boolean overwrite) throws Exception {
    stores.close();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      if (overwrite) {
        channel.write(java.nio.ByteBuffer.wrap(new byte[16 << 10]), 0);
      } else {
        channel.truncate(bytesLeft);
      }
    }
    stores = open(dialect());
  }

  private void expectRebuilt(int aside) throws Exception {
    stores.journal().write(tick(WEB, 5_000));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              List<Numbered> events = stores.archive().events(all());
              assertThat(events.stream().map(event -> event.entry().what()))
                  .contains("database_rebuilt");
              assertThat(numbers(events)).contains(5_000);
            });
    await().atMost(Duration.ofSeconds(20)).until(() -> rows("events") >= 2);
    assertThat(rebuilt).hasValue(1);
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files.filter(path -> path.getFileName().toString().contains(".broken-")).toList())
          .hasSize(aside);
    }
    stores.journal().write(tick(WEB, 5_001));
    reopen();
    assertThat(numbers(stores.archive().events(about(WEB, 2)))).containsExactly(5_000, 5_001);
  }

  @Test
  void aSpoiltDatabaseIsMovedAsideAndMadeAnew() throws Exception {
    writeTicks(WEB, 1, 2_000);
    awaitRows("events", 2_000);
    spoil(0, true);
    expectRebuilt(1);
  }

  @Test
  void aDatabaseOfWhichOnlyQuestionsSeeTheDamageIsMadeAnewToo() throws Exception {
    writeTicks(WEB, 1, 2_000);
    awaitRows("events", 2_000);
    stores.close();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      byte[] rubbish = new byte[64 << 10];
      java.util.Arrays.fill(rubbish, (byte) 0x7b);
      channel.write(java.nio.ByteBuffer.wrap(rubbish), channel.size() / 2);
    }
    stores = open(dialect());
    expectRebuilt(1);
  }

  @Test
  void aTruncatedDatabaseIsMovedAsideAndMadeAnew() throws Exception {
    writeTicks(WEB, 1, 2_000);
    awaitRows("events", 2_000);
    spoil(20_000, false);
    expectRebuilt(1);
  }

  @Test
  void anEmptiedDatabaseIsMovedAsideAndMadeAnew() throws Exception {
    writeTicks(WEB, 1, 10);
    awaitRows("events", 10);
    spoil(0, false);
    expectRebuilt(1);
  }

  @Test
  void aDatabaseDeletedUnderTheDaemonIsMadeAnew() throws Exception {
    writeTicks(WEB, 1, 10);
    awaitRows("events", 10);
    Files.delete(file());
    Files.deleteIfExists(file().resolveSibling("sentinelzero.db-wal"));
    Files.deleteIfExists(file().resolveSibling("sentinelzero.db-shm"));
    expectRebuilt(0);
  }

  @Test
  void aDatabaseOfALaterReleaseIsLeftAlone() throws Exception {
    writeTicks(WEB, 1, 10);
    awaitRows("events", 10);
    stores.close();
    try (Connection connection = other();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE flyway_schema_history SET version = '999'");
    }
    stores = open(dialect());
    writeTicks(WEB, 11, 20);
    await().atMost(Duration.ofSeconds(10)).until(() -> stores.trouble().isPresent());
    assertThat(stores.trouble().orElseThrow()).contains("later release");
    assertThat(numbers(stores.archive().events(all()))).endsWith(19, 20);
    assertThat(rows("events")).isEqualTo(10);
  }

  @Test
  void theVersionIsThatOfTheNewestMigration() throws Exception {
    Path folder = Path.of(SqliteStoreTest.class.getResource("/db/migration/sqlite").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      int newest =
          files
              .map(path -> path.getFileName().toString())
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .max()
              .orElseThrow();
      assertThat(Database.VERSION).isEqualTo(Integer.toString(newest));
    }
  }

  @Test
  void everythingWrittenIsUnderTheHome() throws Exception {
    stores.close();
    Stores.open(home).close();
    assertThat(System.getProperty("org.sqlite.tmpdir")).isNotNull();
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files.map(path -> path.getFileName().toString())).contains("db", "state");
    }
  }
}
