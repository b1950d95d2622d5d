package dev.sentinelzero.store;

import dev.sentinelzero.runtime.Archive.ArchiveException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps the database's history within bounds, in small batches between which feeding goes on. */
public final class Retention {
  private static final int BATCH = 500;
  private static final int MOST_BATCHES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String TOO_MANY =
      """
      DELETE FROM events WHERE sequence IN (
        SELECT sequence FROM events WHERE sequence <= (
          SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1 OFFSET ?)
        ORDER BY sequence LIMIT ?)""";
  private static final String TOO_OLD =
      """
      DELETE FROM events WHERE sequence IN (
        SELECT sequence FROM events WHERE happened_at < ? ORDER BY happened_at LIMIT ?)""";
  private static final String TOO_MANY_RUNS =
      """
      DELETE FROM runs WHERE run IN (
        SELECT run FROM (
          SELECT run, ROW_NUMBER() OVER (PARTITION BY process_key ORDER BY run DESC) AS place
          FROM runs) AS ranked
        WHERE place > ? LIMIT ?)""";

  private static final String TOO_MANY_FIRINGS =
      """
      DELETE FROM firings WHERE (process_key, planned_at) IN (
        SELECT process_key, planned_at FROM (
          SELECT process_key, planned_at,
            ROW_NUMBER() OVER (PARTITION BY process_key ORDER BY planned_at DESC) AS place
          FROM firings) AS ranked
        WHERE place > ? LIMIT ?)""";

  private final DatabaseFeeder feeder;
  private final InstantSource clock;

  Retention(DatabaseFeeder feeder, InstantSource clock) {
    this.feeder = feeder;
    this.clock = clock;
  }

  /**
   * What was deleted.
   *
   * @param events how many events
   * @param runs how many runs
   */
  public record Pruned(int events, int runs) {}

  /**
   * Deletes what is beyond the bounds, at most 100,000 rows of each kind at a time. Blocks while it
   * works.
   *
   * @param maxEvents the newest so many events stay
   * @param maxAge events older than this go
   * @param runsPerProcess the newest so many runs, and planned runs, of each process stay
   * @throws ArchiveException when the database is away; what was deleted before stays so
   */
  public Pruned apply(long maxEvents, Duration maxAge, int runsPerProcess) throws ArchiveException {
    int events = repeat(TOO_MANY, maxEvents);
    events += repeat(TOO_OLD, Times.nanos(clock.instant().minus(maxAge)));
    repeat(TOO_MANY_FIRINGS, runsPerProcess);
    return new Pruned(events, repeat(TOO_MANY_RUNS, runsPerProcess));
  }

  private int repeat(String sql, long bound) throws ArchiveException {
    int total = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      int deleted = once(sql, bound);
      total += deleted;
      if (deleted < BATCH) {
        break;
      }
    }
    return total;
  }

  private int once(String sql, long bound) throws ArchiveException {
    var result = feeder.submit(handle -> handle.execute(sql, bound, BATCH));
    try {
      return result.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      result.cancel(false);
      throw new ArchiveException("the database is away", e);
    } catch (ExecutionException e) {
      throw new ArchiveException("the database refuses: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted", e);
    }
  }
}
