package dev.sentinelzero.store;

import dev.sentinelzero.runtime.Archive.ArchiveException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does what touches files and the database on one platform thread, so that callers on virtual
 * threads hold up no carrier, and none waits longer than two seconds.
 */
final class Asking implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  // After a refusal the next questions don't wait for the lock one after the other.
  private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int WAITING = 64;

  private final Database database;
  private final Runnable whenBroken;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("archive").daemon().factory());
  private volatile long avoidUntil = System.nanoTime();

  /**
   * Its thread is started by the first question.
   *
   * @param whenBroken called when an answer says that the database is spoilt
   */
  Asking(Database database, Runnable whenBroken) {
    this.database = database;
    this.whenBroken = whenBroken;
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Looks into the files, then asks the database.
   *
   * @param files looks into the files; its failure is a failure
   * @param reading asks the database
   * @param answer takes the database's answer, on the caller's thread
   * @param enough whether the files and memory alone make an answer when the database gives none
   * @throws ArchiveException when the database gives none and the rest isn't enough
   */
  <T> void ask(
      Runnable files,
      DatabaseArchive.Reading<T> reading,
      Consumer<T> answer,
      BooleanSupplier enough)
      throws ArchiveException {
    await(submit(files));
    try {
      answer.accept(read(reading));
    } catch (ArchiveException e) {
      if (!enough.getAsBoolean()) {
        throw e;
      }
    }
  }

  private FutureTask<Boolean> submit(Runnable work) throws ArchiveException {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    execute(task);
    return task;
  }

  private <T> T read(DatabaseArchive.Reading<T> reading) throws ArchiveException {
    if (System.nanoTime() - avoidUntil < 0) {
      throw new ArchiveException("the database is locked", new SQLException("locked"));
    }
    FutureTask<T> task = new FutureTask<>(() -> reading.from(database));
    execute(task);
    return await(task);
  }

  private void execute(Runnable task) throws ArchiveException {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      throw new ArchiveException("too many questions wait for the database", e);
    }
  }

  private <T> T await(FutureTask<T> task) throws ArchiveException {
    try {
      return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(false);
      throw new ArchiveException(
          "the database does not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private ArchiveException failed(Throwable cause) {
    if (cause instanceof SQLException sql) {
      switch (database.dialect().judge(sql)) {
        case BUSY -> avoidUntil = System.nanoTime() + AVOID_NANOS;
        case BROKEN -> whenBroken.run();
        case AWAY, REFUSED -> {}
      }
    }
    return new ArchiveException("the database can't answer: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
