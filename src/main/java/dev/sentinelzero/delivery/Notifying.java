package dev.sentinelzero.delivery;

import dev.sentinelzero.alerts.Alert;
import dev.sentinelzero.alerts.Kind;
import dev.sentinelzero.alerts.Notifications;
import dev.sentinelzero.alerts.Outgoing;
import dev.sentinelzero.alerts.Pending;
import dev.sentinelzero.alerts.Sign;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.alerts.Troubles;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.runtime.Entry;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.units.Suggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is written into the journal, and has those told who want to know. Whoever writes is
 * never held up: signs wait in a bounded queue, and one thread judges them. Without targets there
 * is no thread, and nothing is looked at.
 */
public final class Notifying implements Consumer<Entry>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifying.class);
  private static final int MOST_SIGNS = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final String ALERT = "alert/";
  private static final String OPEN = "open/";

  /** What the event log calls things that may matter; all others are not looked at. */
  private static final Set<String> SIGNS =
      Set.of(
          "failed",
          "backing_off",
          "not_ready",
          "unhealthy",
          "running",
          "adopted",
          "ready",
          "completed",
          "stopped",
          "deleted",
          "starting",
          "stopping",
          "waiting",
          "exited");

  private final Parts parts;
  private final Notifications settings;
  private final Troubles troubles;
  private final Sender sender;
  private final List<Courier> couriers = new ArrayList<>();
  private final ArrayBlockingQueue<Sign> signs = new ArrayBlockingQueue<>(MOST_SIGNS);
  private final AtomicInteger lost = new AtomicInteger();
  private final Thread thread =
      Thread.ofPlatform().name("notifying").daemon().unstarted(this::live);
  private volatile boolean closed;
  private long serial;
  private @Nullable Moment complained;

  /**
   * What it stands on.
   *
   * @param keeper absolute path of the keeper's binary, under which commands are run
   * @param folder where commands run
   * @param temporary a folder for messages that commands read
   * @param host the name of this machine
   * @param path the search path of commands
   * @param environment the daemon's own
   * @param label the label {@code notify} of a process, by the key of its name
   * @param clock both clocks at once
   */
  public record Parts(
      Path keeper,
      Path folder,
      Path temporary,
      String host,
      String path,
      Supplier<Map<String, byte[]>> environment,
      Function<String, String> label,
      Supplier<Moment> clock) {}

  /**
   * How it goes with a target.
   *
   * @param way webhook or command
   * @param on what it is told, in words
   * @param waiting alerts that have not arrived
   * @param delivered when the latest message arrived, since the daemon's start
   * @param failure why the latest attempt failed; absent when it did not
   */
  public record Report(
      String target,
      String way,
      List<String> on,
      int waiting,
      Optional<Instant> delivered,
      Optional<String> failure) {}

  private final Keep keep;

  /** Makes one that hears nothing until it is started. */
  public Notifying(Notifications settings, Keep keep, Parts parts) {
    this.settings = settings;
    this.keep = keep;
    this.parts = parts;
    this.troubles = new Troubles(settings.afterRestarts(), settings.recoveredAfter());
    this.sender =
        new Sender(
            new Sender.Surroundings(
                parts.keeper(),
                parts.folder(),
                parts.temporary(),
                parts.host(),
                parts.path(),
                parts.environment()));
    for (Target target : settings.targets()) {
      couriers.add(
          new Courier(target, new Outgoing(settings.rules()), sender, keep, parts.clock()));
    }
  }

  /** Takes up what an earlier daemon did not deliver, and begins. */
  public void start() {
    if (couriers.isEmpty()) {
      return;
    }
    keep.recalled().forEach(this::recall);
    couriers.forEach(Courier::start);
    thread.start();
  }

  private void recall(String key, String value) {
    if (key.startsWith(OPEN)) {
      troubles.recall(key.substring(OPEN.length()), List.of(value.split(",")));
    }
    if (!key.startsWith(ALERT)) {
      return;
    }
    String[] words = key.split("/", 3);
    serial = Math.max(serial, words.length == 3 ? number(words[2]) : 0);
    Optional<Courier> courier = courier(words[1]);
    Optional<Alert> alert = AlertCodec.read(value);
    if (courier.isPresent() && alert.isPresent()) {
      courier.get().take(new Pending(key, alert.get()));
    } else {
      LOG.warn("a message for {} can't be delivered any more and is dropped", words[1]);
      keep.remove(key);
    }
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private Optional<Courier> courier(String target) {
    return couriers.stream().filter(one -> one.target().name().equals(target)).findFirst();
  }

  @Override
  public void accept(Entry entry) {
    if (couriers.isEmpty() || closed) {
      return;
    }
    sign(entry).filter(sign -> !signs.offer(sign)).ifPresent(sign -> lost.incrementAndGet());
  }

  private static Optional<Sign> sign(Entry entry) {
    return switch (entry) {
      case Entry.Happened happened ->
          happened
              .process()
              .filter(process -> SIGNS.contains(happened.what()))
              .map(
                  process ->
                      new Sign(happened.at(), process.value(), happened.what(), happened.reason()));
      case Entry.Fired fired ->
          switch (fired.firing().outcome()) {
            case FAILED -> Optional.of(sign(fired, "run_failed"));
            case SUCCEEDED -> Optional.of(sign(fired, "run_succeeded"));
            case QUEUED, RUNNING, STOPPED, SKIPPED, MISSED -> Optional.empty();
          };
      case Entry.RunBegan ignored -> Optional.empty();
      case Entry.RunOver ignored -> Optional.empty();
      case Entry.Defined ignored -> Optional.empty();
      case Entry.WantedChanged ignored -> Optional.empty();
      case Entry.Deleted ignored -> Optional.empty();
    };
  }

  private static Sign sign(Entry.Fired fired, String what) {
    return new Sign(fired.at(), fired.process().value(), what, fired.firing().reason());
  }

  private void live() {
    while (!closed) {
      try {
        Moment now = parts.clock().get();
        Duration wait = troubles.next(now).orElse(LONGEST);
        Duration most = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Sign sign = signs.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (sign != null) {
          judge(sign);
        }
        troubles.recovered(parts.clock().get()).forEach(this::tell);
        complain(parts.clock().get());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a notification went wrong", e);
      }
    }
  }

  /** At most once a minute: it would be one more flood. */
  private void complain(Moment now) {
    Moment before = complained;
    if (lost.get() == 0 || before != null && now.since(before).compareTo(LONGEST) < 0) {
      return;
    }
    complained = now;
    LOG.error(
        "{} events came faster than they could be judged for notifications", lost.getAndSet(0));
  }

  private void judge(Sign sign) {
    Set<String> before = troubles.open(sign.process());
    Optional<Alert> alert = troubles.see(sign, parts.clock().get());
    alert.ifPresent(this::tell);
    keepOpen(sign.process(), before);
  }

  /** What was told and is not over survives the daemon, so that its end is told as well. */
  private void keepOpen(String process, Set<String> before) {
    Set<String> open = troubles.open(process);
    if (open.equals(before)) {
      return;
    }
    if (open.isEmpty()) {
      keep.remove(OPEN + process);
    } else {
      keep.put(OPEN + process, String.join(",", open));
    }
  }

  private void tell(Alert alert) {
    if (alert.kind() == Kind.RECOVERED) {
      keep.remove(OPEN + alert.process());
    }
    String label = parts.label().apply(new ProcessName(alert.process()).key());
    for (String unknown : Notifications.unknown(label, settings.targets())) {
      LOG.warn(
          "{}: its label 'notify' names '{}', which config.yaml doesn't have under"
              + " notifications.targets",
          alert.process(),
          unknown);
    }
    for (Courier courier : couriers) {
      Target target = courier.target();
      if (target.on().contains(alert.kind()) && Notifications.isTold(target, label)) {
        String key = ALERT + target.name() + "/" + ++serial;
        keep.put(key, AlertCodec.write(alert));
        courier.take(new Pending(key, alert));
      }
    }
  }

  /** How it goes with every target. */
  public List<Report> reports() {
    return couriers.stream()
        .map(
            courier ->
                new Report(
                    courier.target().name(),
                    courier.target().way().word(),
                    courier.target().on().stream().sorted().map(Kind::word).toList(),
                    courier.report().waiting(),
                    courier.report().delivered(),
                    courier.report().failure()))
        .toList();
  }

  /**
   * Sends a message that tries a target, and returns when it has arrived.
   *
   * @throws RefusedException when there is no such target, or it could not be reached
   */
  public void test(String target) throws RefusedException, InterruptedException {
    Courier courier = courier(target).orElseThrow(() -> unknown(target));
    Reason reason = new Reason("test", "somebody tries whether messages arrive; nothing is wrong");
    try {
      courier.test(new Alert(Kind.TEST, target, parts.clock().get().wall(), reason));
    } catch (Sender.NotDeliveredException e) {
      throw new RefusedException(
          RefusedException.Kind.UNAVAILABLE,
          "the message did not arrive at " + target + ": " + e.getMessage(),
          "look at notifications.targets."
              + target
              + " in config.yaml; changes count from the"
              + " daemon's next start");
    }
  }

  private RefusedException unknown(String target) {
    List<String> names = couriers.stream().map(courier -> courier.target().name()).toList();
    String hint =
        names.isEmpty()
            ? "config.yaml has none under notifications.targets"
            : Suggestion.nearest(target, names)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", names));
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND, "there is no target '" + target + "'", hint);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    couriers.forEach(Courier::close);
    sender.close();
  }
}
