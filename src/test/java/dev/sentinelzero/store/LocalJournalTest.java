package dev.sentinelzero.store;

import static dev.sentinelzero.store.Entries.WEB;
import static dev.sentinelzero.store.Entries.about;
import static dev.sentinelzero.store.Entries.all;
import static dev.sentinelzero.store.Entries.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive.ArchiveException;
import dev.sentinelzero.runtime.Archive.Numbered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's files, with the database away and the disk unwilling. */
class LocalJournalTest {
  @TempDir Path home;
  private Stores stores;

  @AfterEach
  void end() {
    stores.close();
  }

  private Path journal() {
    return home.resolve("state").resolve("journal");
  }

  private void open(StoreSettings settings) {
    stores = Stores.open(home, settings);
  }

  // A file where a folder should be stops even root.
  private static Path block(Path folder) throws Exception {
    Files.createDirectories(folder.getParent());
    return Files.writeString(folder, "");
  }

  private static StoreSettings bounds(long journalBytes, int queued) {
    return new StoreSettings(
        8 << 10, journalBytes, queued, 20, Duration.ofMillis(1), InstantSource.system(), () -> {});
  }

  private void writeTicks(int first, int last) {
    IntStream.rangeClosed(first, last).forEach(n -> stores.journal().write(tick(WEB, n)));
  }

  private List<Integer> ticks() throws ArchiveException {
    return stores.archive().events(about(WEB, 1_000_000)).stream()
        .map(event -> Entries.number(event.entry()))
        .toList();
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private Path newestFile() {
    return new JournalFiles(journal()).list().lastEntry().getValue();
  }

  @Test
  void aTornLastLineAndASpoiltOneCostOnlyThemselves() throws Exception {
    Path blocked = block(home.resolve("db"));
    open(Entries.settings());
    writeTicks(1, 10);
    stores.close();
    long last = stores.journal().lastSequence();
    String lines = Files.readString(newestFile());
    String fifth =
        lines.lines().filter(line -> line.contains("\"n\":\"5\"")).findFirst().orElseThrow();
    Files.writeString(newestFile(), lines.replace(fifth, "\0\0\0" + fifth.substring(3)));
    Files.writeString(newestFile(), fifth.substring(0, 40), StandardOpenOption.APPEND);

    Files.delete(blocked);
    open(Entries.settings());
    writeTicks(11, 12);
    assertThat(stores.journal().lastSequence()).isGreaterThan(last);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(ticks()).containsExactly(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12));
  }

  @Test
  void withTheDatabaseAwayFilesAndMemoryAnswer() throws Exception {
    block(home.resolve("db"));
    open(Entries.settings());
    writeTicks(1, 2_000);
    stores.journal().write(Entries.began(WEB, 1));
    writeTicks(2_001, 2_200);
    assertThat(stores.journal().flush(Duration.ofSeconds(10))).isTrue();
    assertThat(ticks()).isEqualTo(range(1, 2_200));
    assertThat(stores.archive().runs(WEB, 5)).hasSize(1);
    long began = System.nanoTime();
    assertThat(stores.archive().events(about(WEB, 30))).hasSize(30);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(250));
    assertThat(stores.trouble()).isPresent();
  }

  @Test
  void whatIsOnlyInAnAbsentDatabaseIsAnErrorAndNotAnEmptyAnswer() throws Exception {
    open(Entries.settings());
    writeTicks(1, 3_000);
    stores.close();
    Files.move(home.resolve("db"), home.resolve("elsewhere"));
    block(home.resolve("db"));
    open(Entries.settings());
    assertThatThrownBy(() -> stores.archive().runs(WEB, 5)).isInstanceOf(ArchiveException.class);
    assertThatThrownBy(() -> stores.archive().events(about(new ProcessName("other"), 5)))
        .isInstanceOf(ArchiveException.class);
    try (Subscription past = stores.subscribe(0, java.util.Optional.empty())) {
      assertThatThrownBy(() -> past.next(Duration.ofMillis(1)))
          .isInstanceOf(ArchiveException.class);
    }
    writeTicks(3_001, 3_001);
    assertThat(ticks()).endsWith(3_001);
  }

  @Test
  void filesThatWereFedAreDeleted() throws Exception {
    open(Entries.settings());
    writeTicks(1, 5_000);
    assertThat(stores.journal().flush(Duration.ofSeconds(10))).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> new JournalFiles(journal()).list().size() == 1);
    assertThat(ticks()).isEqualTo(range(1, 5_000));
  }

  @Test
  void entriesWaitWhileTheFolderCannotBeWritten() throws Exception {
    Path blocked = block(home.resolve("state"));
    open(Entries.settings());
    writeTicks(1, 500);
    assertThat(stores.journal().flush(Duration.ofMillis(100))).isFalse();
    assertThat(stores.journal().blocked()).isTrue();
    assertThat(ticks()).isEqualTo(range(1, 500));
    Files.delete(blocked);
    assertThat(stores.journal().flush(Duration.ofSeconds(10))).isTrue();
    stores.close();
    open(Entries.settings());
    assertThat(ticks()).isEqualTo(range(1, 500));
  }

  @Test
  void aFullQueueDropsEventsAndSaysSoButKeepsRunsAndDefinitions() throws Exception {
    Path blocked = block(home.resolve("state"));
    open(bounds(1 << 20, 100));
    writeTicks(1, 1_000);
    for (int n = 1; n <= 150; n++) {
      stores.journal().write(Entries.defined(new ProcessName("p" + n), "{}"));
      stores.journal().write(Entries.began(WEB, n));
    }
    Files.delete(blocked);
    assertThat(stores.journal().flush(Duration.ofSeconds(10))).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> dropped() > 0);
    stores.close();
    open(Entries.settings());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> stores.archive().definitions().size() == 150);
    assertThat(stores.archive().runs(WEB, 1_000)).hasSize(150);
    assertThat(ticks()).startsWith(1, 2, 3).doesNotContain(1_000);
    assertThat(ticks().size() + dropped()).isEqualTo(1_000);
  }

  private int dropped() throws ArchiveException {
    return stores.archive().events(all()).stream()
        .map(Numbered::entry)
        .filter(entry -> entry.what().equals("events_dropped"))
        .map(entry -> entry.details())
        .mapToInt((Map<String, String> details) -> Integer.parseInt(details.get("count")))
        .sum();
  }

  @Test
  void theJournalStaysWithinItsBoundAndKeepsRunsAndDefinitions() throws Exception {
    Path blocked = block(home.resolve("db"));
    open(bounds(64 << 10, 50_000));
    stores.journal().write(Entries.defined(WEB, "{}"));
    stores.journal().write(Entries.began(WEB, 1));
    for (int first = 1; first <= 2_000; first += 20) {
      writeTicks(first, first + 19);
      assertThat(stores.journal().flush(Duration.ofSeconds(10))).isTrue();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> new JournalFiles(journal()).size() <= (64 << 10) && dropped() > 0);
    Files.delete(blocked);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stores.trouble().isEmpty() && definitions() == 1);
    assertThat(stores.archive().runs(WEB, 5)).hasSize(1);
    List<Integer> kept = ticks();
    assertThat(kept.size() + dropped()).isEqualTo(2_000);
    assertThat(kept).isEqualTo(range(2_001 - kept.size(), 2_000));
  }

  private int definitions() {
    try {
      return stores.archive().definitions().size();
    } catch (ArchiveException away) {
      return -1;
    }
  }

  @Test
  void aDatabaseHeldBySomebodyElseDoesNotHoldUpTheStart() throws Exception {
    open(Entries.settings());
    writeTicks(1, 200);
    stores.close();
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("db/sentinelzero.db"));
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");
      statement.execute("DELETE FROM runs");
      long began = System.nanoTime();
      open(Entries.settings());
      writeTicks(201, 300);
      assertThat(stores.journal().flush(Duration.ofSeconds(5))).isTrue();
      assertThat(ticks()).endsWith(300);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(700));
      statement.execute("COMMIT");
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(ticks()).isEqualTo(range(1, 300)));
  }

  @Test
  void openingIsQuickOnceWarm() {
    long best = Long.MAX_VALUE;
    open(Entries.settings());
    for (int round = 0; round < 5; round++) {
      writeTicks(1, 1_000);
      stores.close();
      long began = System.nanoTime();
      open(Entries.settings());
      best = Math.min(best, System.nanoTime() - began);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(150));
  }
}
