package dev.sentinelzero.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.process.Dependence;
import dev.sentinelzero.process.Effect;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Lifecycle;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Occasion;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Processes on schedules around a real trigger loop whose clocks the test sets. What a process is
 * told moves it on as in the daemon; a run is over as soon as it is launched.
 */
final class Timetable implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FENCE = "fence";

  /** What a process was told. */
  record Told(String process, Event event) {}

  private final AtomicReference<Moment> now =
      new AtomicReference<>(new Moment(BEGIN, 1_000_000_000_000L));
  private final Map<String, Managed> processes = new ConcurrentHashMap<>();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final AtomicLong runs = new AtomicLong();
  private final TriggerLoop loop;

  Timetable() {
    loop =
        new TriggerLoop(
            now::get, key -> Optional.ofNullable(processes.get(key)), this::tellAndKeep);
    loop.start();
  }

  /**
   * Defines a process and starts it.
   *
   * @param schedule its schedule, JSON
   */
  void define(String name, String schedule) {
    String text =
        """
        {"name": "%s", "project": "-", "command": ["/bin/true"], "directory": "/",
         "policy": "none", "schedule": %s}"""
            .formatted(name, schedule);
    try {
      processes.put(
          name, Managed.defined(ProcessFile.readDefinition(new ObjectMapper().readTree(text))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    tell(name, new Event.Start(new Reason("asked", "asked for")));
  }

  Managed process(String name) {
    return Optional.ofNullable(processes.get(name)).orElseThrow();
  }

  /** It is gone, and nobody says so. */
  void drop(String name) {
    processes.remove(name);
  }

  private void tellAndKeep(String name, Event event) {
    told.add(new Told(name, event));
    tell(name, event);
  }

  /** Tells a process something, which then is as it would be in the daemon. */
  synchronized void tell(String name, Event event) {
    Managed before = process(name);
    RunId fresh = RunId.of(runs.incrementAndGet(), 0, 0);
    Occasion occasion =
        new Occasion(
            now.get(),
            fresh,
            0.5,
            RestartPolicy.BUILT_IN.get(RestartPolicy.NONE),
            new Dependence.Met());
    Step step = Lifecycle.step(before, event, occasion);
    processes.put(name, step.next());
    loop.changed(before, step.next());
    if (step.effects().contains(new Effect.Launch(fresh))) {
      ExitReport report = new ExitReport(new Exit.Code(0), now.get().wall(), Duration.ZERO);
      tell(name, new Event.Gone(fresh, report));
    }
  }

  /** Time passes for both clocks, as it does when the machine sleeps. */
  void pass(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  /** The wall clock is set; no time passes. */
  void setClock(Duration forward) {
    now.updateAndGet(moment -> new Moment(moment.wall().plus(forward), moment.nanos()));
  }

  Moment now() {
    return now.get();
  }

  /** Returns once the loop has dealt with everything that is due now. */
  void settle() {
    drop(FENCE);
    told.removeIf(one -> one.process().equals(FENCE));
    String at = now.get().wall().plusMillis(1).toString();
    define(FENCE, "{\"at\": \"" + at + "\", \"timezone\": \"UTC\"}");
    pass(Duration.ofMillis(1));
    loop.changed(process(FENCE), process(FENCE));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> told.stream().anyMatch(one -> one.process().equals(FENCE)));
  }

  /** What was told so far, apart from the fence. */
  List<Event> told(String name) {
    return told.stream().filter(one -> one.process().equals(name)).map(Told::event).toList();
  }

  /** The planned times that a process was told to run at. */
  List<Instant> due(String name) {
    return told(name).stream()
        .filter(Event.Due.class::isInstance)
        .map(event -> ((Event.Due) event).planned())
        .toList();
  }

  List<Event.Missed> missed(String name) {
    return told(name).stream()
        .filter(Event.Missed.class::isInstance)
        .map(Event.Missed.class::cast)
        .toList();
  }

  /** Waits for so many times to run. */
  void awaitDue(String name, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(due(name)).hasSizeGreaterThanOrEqualTo(count));
  }

  @Override
  public void close() {
    loop.close();
  }
}
