package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Effect;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Goal;
import dev.sentinelzero.process.Lifecycle;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Occasion;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Step;
import dev.sentinelzero.process.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process: a mailbox and the one virtual thread that writes its state. Everybody else sends
 * events and reads the immutable {@link #current}.
 */
final class ProcessActor {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessActor.class);

  /** No timer waits longer, so that delays survive the sleep of the machine. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A disk that is away does not hold up a planned run for longer; as long as keeping may take. */
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(10);

  /** What arrives in the mailbox. */
  private sealed interface Message {
    record Happened(Event event, Entry.Origin origin) implements Message {}

    record Asked(
        Event.Command command,
        Entry.Origin origin,
        Optional<Goal> goal,
        Duration timeout,
        CompletableFuture<Outcome> answer)
        implements Message {}

    record Awaited(Goal goal, Duration timeout, CompletableFuture<Outcome> answer)
        implements Message {}

    record Ended() implements Message {}
  }

  private final World world;
  private final Effects effects;
  private final Notes notes;
  private final Neighbours neighbours;
  private final LinkedBlockingDeque<Message> mailbox = new LinkedBlockingDeque<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Thread thread;
  private volatile Managed current;

  ProcessActor(World world, Managed initial, Neighbours neighbours) {
    this.world = world;
    this.current = initial;
    this.neighbours = neighbours;
    this.notes = new Notes(world.journal());
    this.effects = new Effects(world, neighbours, this::tell, this::current);
    this.thread = Thread.ofVirtual().name("process " + initial.name()).unstarted(this::live);
  }

  /**
   * Begins with what was found of its runs. Nothing is done before that is known, be it a restart
   * that is due; facts that were told meanwhile come after it.
   */
  void start(Event.Recovered found) {
    mailbox.addFirst(new Message.Happened(found, Entry.Origin.DAEMON));
    thread.start();
  }

  /** The process as it was after the latest event. */
  Managed current() {
    return current;
  }

  /** Sends an event that nobody waits for. */
  void tell(Event event) {
    mailbox.add(new Message.Happened(event, Entry.Origin.DAEMON));
  }

  /**
   * Sends a command.
   *
   * @param goal answered when it is reached; empty: when the command was taken
   * @param timeout longest wait for the goal
   */
  CompletableFuture<Outcome> ask(
      Event.Command command, Entry.Origin origin, Optional<Goal> goal, Duration timeout) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    mailbox.add(new Message.Asked(command, origin, goal, timeout, answer));
    return answer;
  }

  /** Waits for a goal without asking for anything. */
  CompletableFuture<Outcome> await(Goal goal, Duration timeout) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    mailbox.add(new Message.Awaited(goal, timeout, answer));
    return answer;
  }

  /** Ends the thread after what is in the mailbox; the process itself is left as it is. */
  void end() {
    mailbox.add(new Message.Ended());
  }

  private void live() {
    while (true) {
      try {
        Message message = next();
        if (message instanceof Message.Ended) {
          return;
        }
        if (message == null) {
          take(new Event.TimeReached(), Entry.Origin.DAEMON);
        } else {
          handle(message);
        }
        answerWaiters();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("{}: an event could not be handled", current.name(), e);
      }
    }
  }

  private @Nullable Message next() throws InterruptedException {
    Message waiting = mailbox.poll();
    if (waiting != null) {
      return waiting;
    }
    Optional<Duration> wait = untilDue();
    if (wait.isEmpty()) {
      return mailbox.take();
    }
    return mailbox.poll(Math.max(0, wait.orElseThrow().toNanos()), TimeUnit.NANOSECONDS);
  }

  private Optional<Duration> untilDue() {
    Moment now = world.now();
    Optional<Duration> shortest = current.due().map(due -> due.since(now));
    for (Waiter waiter : waiters) {
      Duration until = waiter.look(current, now).since(now);
      shortest = Optional.of(shortest.filter(other -> other.compareTo(until) < 0).orElse(until));
    }
    return shortest.map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private void handle(Message message) {
    switch (message) {
      case Message.Happened(Event event, Entry.Origin origin) -> {
        take(event, origin);
        if (event instanceof Event.Survived survived) {
          waiters.removeIf(waiter -> waiter.isAnswered(survived, current));
        }
      }
      case Message.Asked asked -> answer(asked);
      case Message.Awaited(Goal goal, Duration timeout, CompletableFuture<Outcome> answer) ->
          waiters.add(new Waiter(goal, Waiter.deadline(world.now(), timeout), answer));
      case Message.Ended() -> throw new IllegalStateException("the end is handled by the loop");
    }
  }

  private void answer(Message.Asked asked) {
    Step step = take(asked.command(), asked.origin());
    if (step.refusal().isPresent()) {
      Reason refusal = step.refusal().orElseThrow();
      asked.answer().complete(Outcome.of(Outcome.Kind.REFUSED, refusal, current));
    } else if (asked.goal().isEmpty()) {
      Reason reason = current.history().reason();
      asked.answer().complete(Outcome.of(Outcome.Kind.DONE, reason, current));
    } else {
      Moment deadline = Waiter.deadline(world.now(), asked.timeout());
      waiters.add(new Waiter(asked.goal().orElseThrow(), deadline, asked.answer()));
    }
  }

  private void answerWaiters() {
    Moment now = world.now();
    waiters.removeIf(waiter -> waiter.isAnswered(current, now));
  }

  /**
   * Steps, acts and keeps. What the user asks for, and which planned time a run is for, is on disk
   * before anything is done about it; what merely happened is acted upon first and written behind,
   * since the run directories tell it too: nothing between an exit and its restart waits.
   *
   * <p>What became of a planned time is in the journal before the agenda moves past it: a daemon
   * that dies in between deals with it, and writes it down, once more.
   */
  private Step take(Event event, Entry.Origin origin) {
    Managed before = current;
    Occasion occasion =
        new Occasion(
            world.now(),
            world.freshRun(),
            world.random().nextDouble(),
            neighbours.policy(before.definition()),
            neighbours.dependence(before.definition()));
    Step step = Lifecycle.step(before, event, occasion);
    Managed after = step.next();
    boolean asked = before.wanted() != after.wanted() || isNew(before, after);
    Notes.Change change = new Notes.Change(before, event, step);
    boolean timed = change.timed();
    if (timed) {
      notes.writeEnds(occasion.now().wall(), change);
      flushed();
    }
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.RunBeside(Agenda.Occurrence occurrence)) {
        neighbours.runBeside(before, occurrence);
      }
    }
    if (asked || timed) {
      keepDurably(after);
    }
    if (asked) {
      Wanted wanted = after.wanted();
      world.journal().write(new Entry.WantedChanged(world.now().wall(), after.name(), wanted));
    }
    current = after;
    effects.perform(step);
    if (after != before && !asked && !timed) {
      world.memory().remember(after, false);
    }
    notes.write(occasion.now().wall(), change, origin);
    if (!after.equals(before)) {
      neighbours.changed(before, after);
    }
    return step;
  }

  private void flushed() {
    try {
      if (!world.journal().flush(LONGEST_FLUSH)) {
        LOG.warn("{}: what became of its planned run may be lost in a crash", current.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepDurably(Managed after) {
    try {
      world.memory().remember(after, true).get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("{}: its state can't be kept in the home: {}", after.name(), e.getMessage());
    }
  }

  private static boolean isNew(Managed before, Managed after) {
    return !before.definition().equals(after.definition());
  }
}
