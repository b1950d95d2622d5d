package dev.sentinelzero.alerts;

import dev.sentinelzero.process.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one target, and when it is sent. What happens within the window is one message.
 * What the limit holds back, and what could not be delivered, waits and becomes a part of the next
 * one; too many, or too old, and the oldest are dropped and counted.
 */
public final class Outgoing {
  /** So many wait at most. */
  public static final int MOST = 1000;

  /** Older ones help nobody. */
  public static final Duration OLDEST = Duration.ofHours(24);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * When it is sent.
   *
   * @param window what happens in this time after the first is sent with it
   * @param limit at most so many messages
   * @param per in this time
   */
  public record Rules(Duration window, int limit, Duration per) {}

  private final Rules rules;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Moment> sent = new ArrayDeque<>();
  private @Nullable Moment first;
  private @Nullable Moment retry;
  private int failures;
  private int dropped;

  /** Nothing waits. */
  public Outgoing(Rules rules) {
    this.rules = rules;
  }

  /** How many wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Takes one more; answers the one that had to go for it. */
  public Optional<Pending> accept(Pending pending, Moment now) {
    if (waiting.isEmpty()) {
      first = now;
    }
    waiting.addLast(pending);
    if (waiting.size() <= MOST) {
      return Optional.empty();
    }
    dropped++;
    return Optional.of(waiting.removeFirst());
  }

  /** How long until something is to be sent; absent while nothing waits. */
  public Optional<Duration> next(Moment now) {
    Moment begin = first;
    if (waiting.isEmpty() || begin == null) {
      return Optional.empty();
    }
    Moment retrying = retry;
    Duration left =
        retrying == null
            ? rules.window().minus(now.since(begin))
            : Duration.ZERO.minus(now.since(retrying));
    forgetOld(now);
    if (sent.size() >= rules.limit()) {
      Duration free = rules.per().minus(now.since(sent.getFirst()));
      left = free.compareTo(left) > 0 ? free : left;
    }
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  private void forgetOld(Moment now) {
    while (!sent.isEmpty() && now.since(sent.getFirst()).compareTo(rules.per()) >= 0) {
      sent.removeFirst();
    }
  }

  /** Those that have waited too long; they are counted as dropped. */
  public List<Pending> expire(Moment now) {
    List<Pending> old = new ArrayList<>();
    while (!waiting.isEmpty()
        && waiting.getFirst().alert().at().isBefore(now.wall().minus(OLDEST))) {
      old.add(waiting.removeFirst());
    }
    dropped += old.size();
    return old;
  }

  /** What is to be sent now; it goes on waiting until it is delivered. */
  public Optional<Batch> due(Moment now) {
    return next(now).filter(Duration::isZero).map(due -> new Batch(List.copyOf(waiting), dropped));
  }

  /** A batch has arrived. */
  public void delivered(Batch batch, Moment now) {
    waiting.removeAll(batch.pending());
    dropped = Math.max(0, dropped - batch.dropped());
    sent.addLast(now);
    failures = 0;
    retry = null;
    first = now;
  }

  /**
   * A batch has not arrived; it is tried again after a pause that doubles.
   *
   * @param chance from 0 to 1, so that not everybody comes back at once
   */
  public Duration failed(Moment now, double chance) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(failures++, 20);
    long pause = Math.min(doubled, LONGEST_PAUSE.toMillis());
    Duration wait = Duration.ofMillis(pause + Math.round(pause * 0.2 * chance));
    retry = now.plus(wait);
    return wait;
  }
}
