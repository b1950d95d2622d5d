package dev.sentinelzero.store;

import static dev.sentinelzero.store.Entries.WEB;
import static dev.sentinelzero.store.Entries.about;
import static dev.sentinelzero.store.Entries.all;
import static dev.sentinelzero.store.Entries.number;
import static dev.sentinelzero.store.Entries.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.runtime.Archive.ArchiveException;
import dev.sentinelzero.runtime.Archive.Numbered;
import dev.sentinelzero.runtime.Archive.PastFiring;
import dev.sentinelzero.runtime.Archive.PastRun;
import dev.sentinelzero.runtime.Archive.Question;
import dev.sentinelzero.runtime.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database has to do; one small subclass a database. */
abstract class StoreContract {
  @TempDir Path home;
  Stores stores;

  /** The database under test, the same one for the same home. */
  abstract Dialect dialect();

  /** A connection past the store. */
  abstract Connection other() throws SQLException;

  /** Makes all writing and reading by others wait or fail until it is closed. */
  abstract Connection lockOut() throws SQLException;

  @BeforeEach
  void begin() {
    stores = open(dialect());
  }

  @AfterEach
  void end() {
    stores.close();
  }

  Stores open(Dialect dialect) {
    return Stores.open(home, dialect, Entries.settings());
  }

  // Answers are complete once the database, which is opened in the background, takes part.
  void reopen() {
    stores.close();
    stores = open(dialect());
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreException(ArchiveException.class)
        .until(() -> stores.archive().definitions() != null);
  }

  void writeTicks(ProcessName process, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(n -> stores.journal().write(tick(process, n)));
  }

  long rows(String table) {
    try (Connection connection = other();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException notYet) {
      return -1;
    }
  }

  void awaitRows(String table, long count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> rows(table) == count);
  }

  static List<Integer> numbers(List<Numbered> events) {
    return events.stream().map(event -> number(event.entry())).toList();
  }

  static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void whatIsWrittenIsAnsweredAtOnce() throws Exception {
    for (int n = 1; n <= 300; n++) {
      stores.journal().write(tick(WEB, n));
      assertThat(numbers(stores.archive().events(about(WEB, 3))))
          .isEqualTo(range(Math.max(1, n - 2), n));
    }
    assertThat(numbers(stores.archive().events(all()))).isEqualTo(range(1, 300));
  }

  @Test
  void everyKindOfEntryComesBackFromTheDatabaseAsItWas() throws Exception {
    List<Exit> exits = Entries.exits();
    for (int n = 0; n < exits.size(); n++) {
      stores.journal().write(Entries.began(WEB, n));
      stores.journal().write(Entries.over(WEB, n, exits.get(n)));
    }
    stores.journal().write(Entries.began(WEB, exits.size()));
    writeTicks(WEB, 1, 200);
    reopen();
    awaitRows("events", 200);

    List<Numbered> events = stores.archive().events(about(new ProcessName("wEB"), 500));
    assertThat(events.stream().map(Numbered::entry))
        .isEqualTo(IntStream.rangeClosed(1, 200).mapToObj(n -> tick(WEB, n)).toList());
    List<PastRun> runs = stores.archive().runs(WEB, 100);
    assertThat(runs.getFirst().report()).isEmpty();
    assertThat(runs.getFirst().began()).isEqualTo(Entries.NOON.plusSeconds(exits.size()));
    assertThat(runs.getFirst().reason()).isEqualTo("Because " + exits.size());
    assertThat(runs.stream().skip(1).map(run -> run.report().orElseThrow().exit()).toList())
        .isEqualTo(exits.reversed());
    assertThat(runs.get(1).report().orElseThrow())
        .isEqualTo(Entries.over(WEB, exits.size() - 1, exits.getLast()).report());
  }

  @Test
  void definitionsFollowTheirEntriesInOrder() throws Exception {
    ProcessName gone = new ProcessName("gone");
    stores.journal().write(Entries.defined(WEB, "{\"a\":1}"));
    stores.journal().write(Entries.defined(gone, "{}"));
    stores.journal().write(Entries.defined(WEB, "{\"a\":2}"));
    stores.journal().write(new Entry.WantedChanged(Entries.NOON, WEB, Wanted.DOWN));
    stores.journal().write(new Entry.Deleted(Entries.NOON, gone));
    reopen();

    assertThat(stores.archive().definitions())
        .containsExactly(new Entry.Defined(Entries.NOON, WEB, "shop", "{\"a\":2}", Wanted.DOWN));
  }

  @Test
  void aRunIsAnsweredWhileItLastsAndWhenItIsOver() throws Exception {
    stores.journal().write(Entries.began(WEB, 1));
    assertThat(stores.archive().runs(WEB, 5)).hasSize(1).first().matches(r -> r.report().isEmpty());
    awaitRows("runs", 1);
    stores.journal().write(Entries.over(WEB, 1, new Exit.Code(3)));
    assertThat(stores.archive().runs(WEB, 5).getFirst().report().orElseThrow().exit())
        .isEqualTo(new Exit.Code(3));
    assertThat(stores.archive().runs(new ProcessName("other"), 5)).isEmpty();
  }

  @Test
  void whatBecameOfAPlannedRunIsAnsweredWhileItLastsAndWhenItIsOver() throws Exception {
    Optional<RunId> run = Optional.of(Entries.run(1));
    stores.journal().write(Entries.fired(WEB, 1, Firing.Outcome.RUNNING, run));
    PastFiring lasting = stores.archive().firings(new ProcessName("wEB"), 5).getFirst();
    assertThat(lasting.firing().outcome()).isEqualTo(Firing.Outcome.RUNNING);
    assertThat(lasting.started()).contains(Entries.NOON.plusSeconds(1).plusMillis(3));
    assertThat(lasting.report()).isEmpty();
    awaitRows("firings", 1);

    stores.journal().write(Entries.began(WEB, 1));
    stores.journal().write(Entries.over(WEB, 1, new Exit.Code(0)));
    stores.journal().write(Entries.fired(WEB, 1, Firing.Outcome.SUCCEEDED, run));
    stores.journal().write(Entries.fired(WEB, 2, Firing.Outcome.SKIPPED, Optional.empty()));
    List<PastFiring> before = stores.archive().firings(WEB, 5);
    reopen();
    assertThat(stores.archive().firings(WEB, 5)).isEqualTo(before).hasSize(2);
    assertThat(before.getFirst().firing())
        .isEqualTo(Entries.fired(WEB, 2, Firing.Outcome.SKIPPED, Optional.empty()).firing());
    assertThat(before.getFirst().started()).isEmpty();
    PastFiring over = before.getLast();
    assertThat(over.firing())
        .isEqualTo(Entries.fired(WEB, 1, Firing.Outcome.SUCCEEDED, run).firing());
    assertThat(over.started()).isEqualTo(lasting.started());
    assertThat(over.report()).contains(Entries.over(WEB, 1, new Exit.Code(0)).report());
    assertThat(stores.archive().firings(WEB, 1)).containsExactly(before.getFirst());
    assertThat(stores.archive().firings(new ProcessName("other"), 5)).isEmpty();
  }

  @Test
  void aPlannedRunThatIsTriedAgainHasItsLatestRunAndItsFirstBegin() throws Exception {
    Optional<RunId> first = Optional.of(Entries.run(1));
    Optional<RunId> second = Optional.of(Entries.run(2));
    stores.journal().write(Entries.fired(WEB, 1, Firing.Outcome.RUNNING, first));
    stores.journal().write(Entries.began(WEB, 1));
    stores.journal().write(Entries.over(WEB, 1, new Exit.Code(7)));
    Entry.Fired again = Entries.fired(WEB, 1, Firing.Outcome.RUNNING, second);
    stores.journal().write(new Entry.Fired(again.at().plusSeconds(9), WEB, again.firing()));
    stores.journal().write(Entries.began(WEB, 2));
    assertThat(stores.archive().firings(WEB, 5).getFirst().report()).isEmpty();
    reopen();
    PastFiring trying = stores.archive().firings(WEB, 5).getFirst();
    assertThat(trying.firing().run()).isEqualTo(second);
    assertThat(trying.started()).contains(again.at());
    assertThat(trying.report()).isEmpty();

    stores.journal().write(Entries.over(WEB, 2, new Exit.Code(8)));
    stores.journal().write(Entries.fired(WEB, 1, Firing.Outcome.FAILED, Optional.empty()));
    PastFiring failed = stores.archive().firings(WEB, 5).getFirst();
    assertThat(failed.firing().run()).isEqualTo(second);
    assertThat(failed.report().orElseThrow().exit()).isEqualTo(new Exit.Code(8));
    reopen();
    assertThat(stores.archive().firings(WEB, 5)).containsExactly(failed);
  }

  @Test
  void plannedRunsOfTheDatabaseAndOfTheJournalAreOneList() throws Exception {
    for (int n = 1; n <= 40; n++) {
      stores.journal().write(Entries.fired(WEB, n, Firing.Outcome.QUEUED, Optional.empty()));
    }
    awaitRows("firings", 40);
    try (Connection lock = lockOut()) {
      for (int n = 21; n <= 60; n++) {
        stores.journal().write(Entries.fired(WEB, n, Firing.Outcome.MISSED, Optional.empty()));
      }
      assertThat(lock.isClosed()).isFalse();
    }
    List<Integer> expected = range(1, 60).reversed();
    List<PastFiring> all = stores.archive().firings(WEB, 100);
    assertThat(all.stream().map(StoreContract::planned).toList()).isEqualTo(expected);
    assertThat(all.subList(0, 40)).allMatch(f -> f.firing().outcome() == Firing.Outcome.MISSED);
    assertThat(all.subList(40, 60)).allMatch(f -> f.firing().outcome() == Firing.Outcome.QUEUED);
    awaitRows("firings", 60);
    assertThat(stores.archive().firings(WEB, 100)).isEqualTo(all);
  }

  private static int planned(PastFiring past) {
    Instant at = past.firing().occurrence().planned();
    return (int) Duration.between(Entries.NOON, at).toSeconds();
  }

  @Test
  void plannedRunsThatAreFedTwiceAreThereOnce() throws Exception {
    stores.close();
    stores = open(new FailingDialect(dialect(), true));
    for (int n = 1; n <= 500; n++) {
      Optional<RunId> run = Optional.of(Entries.run(n));
      stores.journal().write(Entries.fired(WEB, n, Firing.Outcome.RUNNING, run));
      stores.journal().write(Entries.fired(WEB, n, Firing.Outcome.SUCCEEDED, run));
    }
    awaitRows("firings", 500);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(stores.archive().firings(WEB, 1_000))
                    .hasSize(500)
                    .allMatch(one -> one.firing().outcome() == Firing.Outcome.SUCCEEDED)
                    .allMatch(one -> one.started().isPresent()));
  }

  @Test
  void theNewestPlannedRunsOfEachProcessAreKept() throws Exception {
    ProcessName other = new ProcessName("other");
    for (int n = 1; n <= 30; n++) {
      ProcessName process = n <= 20 ? WEB : other;
      stores.journal().write(Entries.fired(process, n, Firing.Outcome.MISSED, Optional.empty()));
    }
    awaitRows("firings", 30);
    reopen();
    stores.retention().apply(1_000, Duration.ofDays(36_500), 15);
    assertThat(stores.archive().firings(WEB, 100).stream().map(StoreContract::planned).toList())
        .isEqualTo(range(6, 20).reversed());
    assertThat(stores.archive().firings(other, 100)).hasSize(10);
  }

  @Test
  void questionsNarrowByNumberTimeProcessAndCount() throws Exception {
    ProcessName other = new ProcessName("other");
    for (int n = 1; n <= 150; n++) {
      stores.journal().write(tick(n % 2 == 0 ? WEB : other, n));
    }
    reopen();
    Instant since = Entries.NOON.plusSeconds(101);
    assertThat(
            numbers(
                stores.archive().events(new Question(0, Optional.of(WEB), Optional.of(since), 5))))
        .containsExactly(142, 144, 146, 148, 150);
    assertThat(
            numbers(
                stores
                    .archive()
                    .events(new Question(0, Optional.of(WEB), Optional.of(since), 500))))
        .hasSize(25);
    List<Numbered> every = stores.archive().events(all());
    long after = every.get(99).sequence();
    assertThat(
            numbers(
                stores
                    .archive()
                    .events(new Question(after, Optional.empty(), Optional.empty(), 500))))
        .isEqualTo(range(101, 150));
    assertThat(stores.archive().events(new Question(0, Optional.empty(), Optional.empty(), 0)))
        .isEmpty();
  }

  @Test
  void entriesOfOneProcessKeepTheirOrderWhenManyWrite() throws Exception {
    List<ProcessName> names = Stream.of("a", "b", "c", "d").map(ProcessName::new).toList();
    List<Thread> writers =
        names.stream()
            .map(name -> Thread.ofVirtual().start(() -> writeTicks(name, 1, 1_000)))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    reopen();
    awaitRows("events", 4_000);
    for (ProcessName name : names) {
      assertThat(numbers(stores.archive().events(about(name, 5_000)))).isEqualTo(range(1, 1_000));
    }
  }

  @Test
  void numbersGrowAcrossReopening() throws Exception {
    long last = 0;
    for (int round = 0; round < 3; round++) {
      stores.journal().write(tick(WEB, round));
      long next = stores.journal().lastSequence();
      assertThat(next).isGreaterThan(last);
      last = next;
      reopen();
    }
    assertThat(numbers(stores.archive().events(all()))).containsExactly(0, 1, 2);
  }

  @Test
  void aCommitThatFailsLosesAndDoublesNothing() throws Exception {
    stores.close();
    stores = open(new FailingDialect(dialect(), false));
    writeTicks(WEB, 1, 2_000);
    stores.journal().write(Entries.began(WEB, 1));
    awaitRows("events", 2_000);
    awaitRows("runs", 1);
    assertThat(numbers(stores.archive().events(all()))).isEqualTo(range(1, 2_000));
  }

  @Test
  void aCommitOfWhichTheAnswerIsLostLosesAndDoublesNothing() throws Exception {
    stores.close();
    stores = open(new FailingDialect(dialect(), true));
    writeTicks(WEB, 1, 2_000);
    awaitRows("events", 2_000);
    assertThat(numbers(stores.archive().events(all()))).isEqualTo(range(1, 2_000));
  }

  @Test
  void aLockedDatabaseHoldsUpNeitherWritingNorTheLatestAnswers() throws Exception {
    writeTicks(WEB, 1, 100);
    awaitRows("events", 100);
    try (Connection lock = lockOut()) {
      long began = System.nanoTime();
      writeTicks(WEB, 101, 3_000);
      assertThat(stores.journal().flush(Duration.ofSeconds(5))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

      began = System.nanoTime();
      assertThat(numbers(stores.archive().events(about(WEB, 500)))).isEqualTo(range(2_501, 3_000));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(600));
      await().atMost(Duration.ofSeconds(10)).until(() -> stores.trouble().isPresent());
      assertThat(lock.isClosed()).isFalse();
    }
    awaitRows("events", 3_000);
    assertThat(numbers(stores.archive().events(all()))).isEqualTo(range(1, 3_000));
    await().atMost(Duration.ofSeconds(10)).until(() -> stores.trouble().isEmpty());
  }

  @Test
  void boundsOfRetentionAreKept() throws Exception {
    ProcessName other = new ProcessName("other");
    writeTicks(WEB, 1, 1_500);
    for (int n = 1; n <= 30; n++) {
      stores.journal().write(Entries.began(n <= 20 ? WEB : other, n));
    }
    reopen();
    awaitRows("events", 1_500);

    Duration always = Duration.ofDays(36_500);
    assertThat(stores.retention().apply(400, always, 15)).isEqualTo(new Retention.Pruned(1_100, 5));
    assertThat(rows("events")).isEqualTo(400);
    assertThat(stores.archive().runs(WEB, 100)).hasSize(15);
    assertThat(stores.archive().runs(WEB, 1).getFirst().run()).isEqualTo(Entries.run(20));
    assertThat(stores.archive().runs(other, 100)).hasSize(10);
    assertThat(stores.retention().apply(400, always, 15)).isEqualTo(new Retention.Pruned(0, 0));

    Duration age =
        Duration.between(
            Entries.NOON.plusSeconds(1_491), StoreSettings.standard().clock().instant());
    assertThat(stores.retention().apply(400, age, 15).events()).isBetween(390, 391);
  }

  @Test
  void followersSeeEachEventOnceInOrderUnderLoad() throws Exception {
    writeTicks(WEB, 1, 2_000);
    List<List<Integer>> seen = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int follower = 0; follower < 4; follower++) {
      List<Integer> mine = new ArrayList<>();
      seen.add(mine);
      readers.add(Thread.ofVirtual().start(() -> followTo(6_000, mine)));
    }
    for (int n = 2_001; n <= 6_000; n++) {
      stores.journal().write(tick(WEB, n));
    }
    for (Thread reader : readers) {
      assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(seen).allSatisfy(mine -> assertThat(mine).isEqualTo(range(1, 6_000)));
  }

  // Subscribes again when it was dropped, as a follower should.
  private void followTo(int last, List<Integer> seen) {
    long after = 0;
    Subscription subscription = stores.subscribe(after, Optional.of(WEB));
    try {
      while (seen.isEmpty() || seen.getLast() < last) {
        switch (subscription.next(Duration.ofSeconds(10)).orElseThrow()) {
          case Subscription.Item.Event event -> seen.add(number(event.event().entry()));
          case Subscription.Item.Dropped dropped ->
              subscription = stores.subscribe(dropped.last(), Optional.of(WEB));
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      subscription.close();
    }
  }

  @Test
  void aFollowerFromNowOnSeesOnlyWhatHappensToItsProcess() throws Exception {
    writeTicks(WEB, 1, 10);
    try (Subscription subscription =
        stores.subscribe(stores.journal().lastSequence(), Optional.of(WEB))) {
      assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
      stores.journal().write(tick(new ProcessName("other"), 11));
      stores.journal().write(Entries.began(WEB, 1));
      stores.journal().write(tick(WEB, 12));
      assertThat(subscription.next(Duration.ofSeconds(5)).orElseThrow())
          .isInstanceOfSatisfying(
              Subscription.Item.Event.class,
              event -> assertThat(number(event.event().entry())).isEqualTo(12));
    }
  }

  @Test
  void aFollowerThatFallsBehindIsDroppedAndTold() throws Exception {
    try (Subscription subscription = stores.subscribe(0, Optional.empty())) {
      assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
      writeTicks(WEB, 1, Subscription.BEHIND + 1);
      for (int n = 1; n <= Subscription.BEHIND; n++) {
        assertThat(subscription.next(Duration.ofSeconds(1)).orElseThrow())
            .isInstanceOf(Subscription.Item.Event.class);
      }
      assertThat(subscription.next(Duration.ofSeconds(1)))
          .contains(new Subscription.Item.Dropped(Subscription.BEHIND));
      assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
    }
  }
}
