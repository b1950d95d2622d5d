package dev.sentinelzero.delivery;

import dev.sentinelzero.alerts.Alert;
import dev.sentinelzero.alerts.Batch;
import dev.sentinelzero.alerts.Outgoing;
import dev.sentinelzero.alerts.Pending;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.process.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages to one target, on a thread of its own: one that hangs holds up nobody else. An
 * alert is kept before it waits here, and forgotten when it has arrived.
 */
final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Target target;
  private final Outgoing outgoing;
  private final Sender sender;
  private final Keep keep;
  private final Supplier<Moment> clock;
  private final LinkedBlockingQueue<Pending> inbox = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Report report = new Report(0, Optional.empty(), Optional.empty());
  private boolean failing;

  /**
   * How it goes.
   *
   * @param waiting alerts that have not arrived
   * @param delivered when the latest message arrived
   * @param failure why the latest attempt failed; absent when it did not
   */
  record Report(int waiting, Optional<Instant> delivered, Optional<String> failure) {}

  Courier(Target target, Outgoing outgoing, Sender sender, Keep keep, Supplier<Moment> clock) {
    this.target = target;
    this.outgoing = outgoing;
    this.sender = sender;
    this.keep = keep;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("courier-" + target.name()).daemon().unstarted(this::live);
  }

  Target target() {
    return target;
  }

  void start() {
    thread.start();
  }

  Report report() {
    return report;
  }

  /** Takes an alert; returns at once. */
  void take(Pending pending) {
    inbox.add(pending);
  }

  private void live() {
    while (!closed) {
      try {
        Duration wait = outgoing.next(clock.get()).orElse(LONGEST);
        Duration most = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Pending next = inbox.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        while (next != null) {
          outgoing.accept(next, clock.get()).ifPresent(old -> keep.remove(old.key()));
          next = inbox.poll();
        }
        deliver();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("notifying {} went wrong", target.name(), e);
        outgoing.failed(clock.get(), 0);
      }
    }
  }

  private void deliver() throws InterruptedException {
    outgoing.expire(clock.get()).forEach(old -> keep.remove(old.key()));
    Optional<Batch> due = outgoing.due(clock.get());
    if (due.isEmpty()) {
      tell(report.delivered(), report.failure());
      return;
    }
    Batch batch = due.get();
    try {
      sender.send(target, batch);
      outgoing.delivered(batch, clock.get());
      batch.pending().forEach(pending -> keep.remove(pending.key()));
      if (failing) {
        LOG.info("{} can be notified again", target.name());
      }
      failing = false;
      tell(Optional.of(clock.get().wall()), Optional.empty());
    } catch (Sender.NotDeliveredException e) {
      Duration pause = outgoing.failed(clock.get(), ThreadLocalRandom.current().nextDouble());
      if (!failing) {
        LOG.warn(
            "{} could not be notified: {}; it is tried again and again, next in {} ms",
            target.name(),
            e.getMessage(),
            pause.toMillis());
      }
      failing = true;
      tell(report.delivered(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private void tell(Optional<Instant> delivered, Optional<String> failure) {
    report = new Report(outgoing.waiting(), delivered, failure);
  }

  /** Sends a message that tries the target, at once and past all others. */
  void test(Alert alert) throws Sender.NotDeliveredException, InterruptedException {
    sender.send(target, new Batch(java.util.List.of(new Pending("", alert)), 0));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
