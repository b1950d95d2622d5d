package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.schedule.Jitter;
import dev.sentinelzero.schedule.Misfires;
import dev.sentinelzero.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells processes when their planned times have come. It keeps nothing that must survive: what was
 * dealt with is in each process's agenda, so after a restart, a sleep or a jump of the clock it
 * looks at the time that passed and goes by the misfire rules.
 *
 * <p>One thread owns the queue; changes reach it through a mailbox. It sleeps by the steady clock
 * but plans by the wall clock, and looks at both at least once a second.
 */
public final class TriggerLoop implements Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerLoop.class);
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /** Less is the clock being slewed, which does not matter. */
  private static final Duration JUMP = Duration.ofSeconds(2);

  /** A planned time of a process. */
  private record Planned(Instant at, String key) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = at.compareTo(other.at);
      return byTime == 0 ? key.compareTo(other.key) : byTime;
    }
  }

  private final Supplier<Moment> clock;
  private final Function<String, Optional<Managed>> lookup;
  private final BiConsumer<String, Event> tell;
  private final LinkedBlockingQueue<Optional<String>> mailbox = new LinkedBlockingQueue<>();
  private final PriorityQueue<Planned> queue = new PriorityQueue<>();
  private final Map<String, Planned> planned = new HashMap<>();
  private @Nullable Moment last;
  private final Thread thread = Thread.ofPlatform().name("triggers").daemon().unstarted(this::live);

  /**
   * Makes one; it does nothing until it is started.
   *
   * @param clock both clocks at once
   * @param lookup a process as it is, by the key of its name
   * @param tell sends an event to a process
   */
  public TriggerLoop(
      Supplier<Moment> clock,
      Function<String, Optional<Managed>> lookup,
      BiConsumer<String, Event> tell) {
    this.clock = clock;
    this.lookup = lookup;
    this.tell = tell;
  }

  /** Begins to tell. */
  public void start() {
    thread.start();
  }

  @Override
  public void changed(Managed before, Managed after) {
    boolean timed = isTimed(before) || isTimed(after);
    boolean same = before.nextDue().equals(after.nextDue()) && !before.equals(after);
    if (timed && !same) {
      mailbox.add(Optional.of(after.name().key()));
    }
  }

  private static boolean isTimed(Managed managed) {
    return managed.definition().spec().coordination().timed().isPresent();
  }

  @Override
  public void close() {
    mailbox.add(Optional.empty());
  }

  private void live() {
    while (true) {
      try {
        Optional<String> changed = mailbox.poll(sleep().toNanos(), TimeUnit.NANOSECONDS);
        if (changed != null && changed.isEmpty()) {
          return;
        }
        noticeJump(clock.get());
        if (changed != null) {
          plan(changed.orElseThrow());
        }
        fire(clock.get().wall());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a planned time could not be dealt with", e);
      }
    }
  }

  private Duration sleep() {
    Planned next = queue.peek();
    if (next == null) {
      return LONGEST_SLEEP.multipliedBy(60);
    }
    Duration until = Duration.between(clock.get().wall(), next.at());
    if (until.isNegative()) {
      return Duration.ZERO;
    }
    return until.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : until;
  }

  /** What counts in intervals goes on from now when the clock was set back. */
  private void noticeJump(Moment now) {
    Moment before = last;
    last = now;
    if (before == null) {
      return;
    }
    Duration jump = Duration.between(before.wall(), now.wall()).minus(now.since(before));
    if (jump.abs().compareTo(JUMP) < 0) {
      return;
    }
    LOG.warn("the clock was set {} by {}", jump.isNegative() ? "back" : "forward", jump.abs());
    if (jump.isNegative()) {
      planned.keySet().forEach(key -> tell.accept(key, new Event.ClockSetBack()));
    }
  }

  private void plan(String key) {
    Planned old = planned.remove(key);
    if (old != null) {
      queue.remove(old);
    }
    lookup.apply(key).ifPresent(managed -> plan(key, managed));
  }

  private void plan(String key, Managed managed) {
    Optional<Schedule> schedule = schedule(managed);
    Optional<Instant> next = managed.nextDue();
    if (schedule.isEmpty() || next.isEmpty()) {
      return;
    }
    Duration jitter = schedule.orElseThrow().manner().jitter();
    Instant at = next.orElseThrow();
    Planned entry = new Planned(at.plus(Jitter.delay(jitter, key, at)), key);
    planned.put(key, entry);
    queue.add(entry);
  }

  private static Optional<Schedule> schedule(Managed managed) {
    return managed.definition().spec().coordination().timed().map(ProcessSpec.Timed::schedule);
  }

  private void fire(Instant now) {
    Planned next = queue.peek();
    while (next != null && !next.at().isAfter(now)) {
      queue.poll();
      planned.remove(next.key());
      String key = next.key();
      lookup.apply(key).ifPresent(managed -> reckon(key, managed, now));
      next = queue.peek();
    }
  }

  /** The process answers with a change of its agenda, which plans its next time. */
  private void reckon(String key, Managed managed, Instant now) {
    Optional<Schedule> schedule = schedule(managed);
    if (schedule.isEmpty() || managed.wanted() == Wanted.DOWN) {
      return;
    }
    Misfires.Reckoning reckoning =
        Misfires.decide(
            schedule.orElseThrow(),
            key,
            new Misfires.Stretch(managed.agenda().after(), now),
            managed.anchor());
    if (reckoning.due().isEmpty() && reckoning.missed().isEmpty()) {
      plan(key, managed);
      return;
    }
    String before = reckoning.older().map(TriggerLoop::told).orElse("");
    for (Misfires.Missed missed : reckoning.missed()) {
      tell.accept(key, new Event.Missed(missed.fire().at(), reason(missed.cause(), before)));
      before = "";
    }
    for (Misfires.Due due : reckoning.due()) {
      boolean misfire = !due.cause().code().equals("due");
      tell.accept(key, new Event.Due(due.fire().at(), misfire, reason(due.cause(), before)));
      before = "";
    }
  }

  /** What is said of the times before those that are told one by one. */
  private static String told(Misfires.Older older) {
    return "; %s%d earlier ones: %s"
        .formatted(older.exact() ? "" : "at least ", older.count(), older.cause().text());
  }

  private static Reason reason(dev.sentinelzero.schedule.Cause cause, String more) {
    return new Reason(cause.code(), cause.text() + more);
  }
}
