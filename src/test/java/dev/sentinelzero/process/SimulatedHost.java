package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A small world around one process: runs that come up, fork, end or resist as chance has it, and
 * tell it late or twice. It carries the effects of each step out and holds the invariants to them.
 */
final class SimulatedHost {
  /** How far a run is. */
  private enum Life {
    LAUNCHED,
    RUNNING,
    LEFTOVERS,
    OVER
  }

  private final Random random;
  private final Map<RunId, Life> runs = new HashMap<>();
  private final Map<RunId, State.Then> recorded = new HashMap<>();
  private final Set<RunId> used = new HashSet<>();
  private final Set<RunId> never = new HashSet<>();
  private final List<Event.Fact> untold = new ArrayList<>();
  private final List<Event.Fact> told = new ArrayList<>();
  private final PlannedFirings firings = new PlannedFirings();
  private final RestartPolicy policy;
  private Managed managed;
  private Managed kept;
  private Dependence dependence = new Dependence.Met();
  private Optional<Event.Due> lastDue = Optional.empty();
  private boolean dying;
  private Moment now = Samples.NOW;
  private long ids;
  private int launches;

  SimulatedHost(Definition definition, RestartPolicy policy, long seed) {
    this.random = new Random(seed);
    this.policy = policy;
    this.managed = Managed.defined(definition);
    this.kept = managed;
  }

  PlannedFirings firings() {
    return firings;
  }

  Managed managed() {
    return managed;
  }

  int launches() {
    return launches;
  }

  boolean isAnythingAlive() {
    return runs.values().stream().anyMatch(life -> life != Life.OVER);
  }

  /** Steps as the shell does, and checks what must hold in every step. */
  void happen(Event event) {
    Managed before = managed;
    Occasion occasion = new Occasion(now, fresh(), random.nextDouble(), policy, dependence);
    Step step = Lifecycle.step(before, event, occasion);
    managed = step.next();
    if (isKeptFirst(before, managed)) {
      kept = managed;
    }
    if (!(event instanceof Event.Command)) {
      assertThat(managed.wanted())
          .as("only commands change what is wanted")
          .isEqualTo(before.wanted());
    }
    managed
        .run()
        .ifPresent(run -> assertThat(used).as("%s", event).contains(runOrFresh(run, step)));
    if (before.state() instanceof State.Waiting && managed.state() instanceof State.Starting) {
      assertThat(dependence).as("%s", event).isEqualTo(new Dependence.Met());
    }
    firings.happened(before, event, step, now);
    List<Effect> effects = step.effects();
    int until = dying ? random.nextInt(effects.size() + 1) : effects.size();
    effects.subList(0, until).forEach(effect -> carryOut(effect, event));
    if (dying) {
      firings.lost(effects);
      comeUp();
      return;
    }
    firings.noted(effects);
    if (random.nextInt(4) > 0) {
      kept = managed;
    }
  }

  /** What the shell has on disk before it acts; everything else is written behind. */
  private static boolean isKeptFirst(Managed before, Managed after) {
    return before.wanted() != after.wanted()
        || !before.definition().equals(after.definition())
        || !before.agenda().equals(after.agenda());
  }

  private RunId runOrFresh(RunId run, Step step) {
    if (step.effects().contains(new Effect.Launch(run))) {
      assertThat(used).as("every launch has a fresh id").doesNotContain(run);
      used.add(run);
    }
    return run;
  }

  private RunId fresh() {
    ids++;
    return RunId.of(ids, 0, ids);
  }

  private void carryOut(Effect effect, Event cause) {
    switch (effect) {
      case Effect.Launch(RunId run) -> launch(run, cause);
      case Effect.RecordStop stop -> recorded.put(stop.run(), stop.then());
      case Effect.SendTo send -> signalled(send.run(), send.signal());
      case Effect.Sweep(RunId run, StopRule.Scope scope) -> sweep(run);
      case Effect.TakeOver ignored -> {}
      case Effect.RunReload ignored -> {}
      case Effect.NoteFiring ignored -> {}
      case Effect.RunBeside ignored -> {}
      case Effect.Retire ignored -> {}
      case Effect.AfterExit(RunId run, ExitReport report) ->
          assertThat(runs).as("the hook after an exit").containsKey(run);
    }
  }

  private void launch(RunId run, Event cause) {
    Optional<Agenda.Occurrence> current = managed.agenda().current();
    boolean byHand = current.filter(one -> one.cause() == Agenda.Cause.MANUAL).isPresent();
    assertThat(managed.wanted() == Wanted.UP || byHand).as("launched by %s", cause).isTrue();
    current.ifPresent(one -> firings.launched(one, cause, managed));
    if (managed.definition().spec().rules().stop().leftovers() == StopRule.Leftovers.KILL) {
      assertThat(isAnythingAlive()).as("launched by %s while a run is alive", cause).isFalse();
    } else {
      assertThat(runs.values()).doesNotContain(Life.LAUNCHED, Life.RUNNING);
    }
    runs.put(run, Life.LAUNCHED);
    launches++;
  }

  private void signalled(RunId run, Signal signal) {
    if (signal.equals(Signal.TERM)) {
      assertThat(recorded).as("a stop is written down before its signal").containsKey(run);
      if (runs.get(run) == Life.RUNNING && random.nextInt(3) > 0) {
        end(run);
      }
    }
  }

  private void sweep(RunId run) {
    assertThat(recorded).as("a stop is written down before SIGKILL").containsKey(run);
    if (random.nextInt(4) == 0) {
      untold.add(new Event.Survived(run, List.of(1L)));
    } else {
      over(run);
    }
  }

  /** Something moves on by itself: a run, its keeper, the clock, or a fact that is told at last. */
  void moveOn() {
    switch (random.nextInt(13)) {
      case 0 -> now = now.plus(Duration.ofMillis(random.nextInt(20_000)));
      case 1, 2, 3, 4 -> anyAlive().ifPresent(this::progress);
      case 5 -> anyAlive().ifPresent(this::trouble);
      case 6 -> repeat();
      case 7, 8, 9, 10 -> tell();
      case 11 -> dependence();
      default -> happen(new Event.TimeReached());
    }
  }

  private Optional<RunId> anyAlive() {
    List<RunId> alive =
        runs.keySet().stream().filter(run -> runs.get(run) != Life.OVER).sorted().toList();
    return alive.isEmpty()
        ? Optional.empty()
        : Optional.of(alive.get(random.nextInt(alive.size())));
  }

  private void progress(RunId run) {
    switch (runs.get(run)) {
      case LAUNCHED -> {
        if (random.nextInt(4) == 0) {
          over(run);
        } else {
          runs.put(run, Life.RUNNING);
          untold.add(new Event.Execed(run, Samples.LEADER));
        }
      }
      case RUNNING -> end(run);
      case LEFTOVERS, OVER -> over(run);
    }
  }

  private void trouble(RunId run) {
    untold.add(
        switch (random.nextInt(5)) {
          case 0 -> new Event.KeeperLost(run);
          case 1 -> new Event.Exceeded(run, Samples.TOO_MUCH);
          case 2 -> new Event.Unwell(run, Samples.TOO_MUCH);
          case 3 -> new Event.Readiness(run, false, Samples.ASKED);
          default -> new Event.Readiness(run, true, Samples.ASKED);
        });
  }

  /** What it depends on comes or goes. */
  private void dependence() {
    boolean met = dependence instanceof Dependence.Met;
    dependence = met ? Samples.MISSING : new Dependence.Met();
    happen(new Event.DependenceChanged());
  }

  /** The next planned time comes, or is told late or twice. */
  void due() {
    Optional<Event.Due> again = lastDue.filter(due -> random.nextInt(5) == 0);
    if (again.isPresent()) {
      happen(again.orElseThrow());
      return;
    }
    Optional<Instant> next = managed.nextDue();
    if (next.isPresent()) {
      passTo(next.orElseThrow());
      boolean misfire = random.nextInt(3) == 0;
      Event.Due due = new Event.Due(next.orElseThrow(), misfire, Samples.ASKED);
      lastDue = Optional.of(due);
      happen(due);
    }
  }

  /** The daemon dies in the middle of what the next planned time brings about. */
  void daemonDiesAtDue() {
    dying = managed.nextDue().isPresent();
    due();
    dying = false;
  }

  /** The next planned time has passed, and is left out. */
  void missed() {
    Optional<Instant> next = managed.nextDue();
    if (next.isPresent()) {
      passTo(next.orElseThrow());
      happen(new Event.Missed(next.orElseThrow(), Samples.ASKED));
    }
  }

  private void passTo(Instant planned) {
    Duration until = Duration.between(now.wall(), planned);
    if (!until.isNegative()) {
      now = now.plus(until.plusMillis(random.nextInt(1000)));
    }
  }

  /** Somebody has it run; no two do so at the same instant. */
  void runNow() {
    now = now.plus(Duration.ofMillis(1));
    happen(new Event.RunNow(Samples.ASKED));
  }

  /** Nobody tells a time of before that again, which would be in the future. */
  void clockSetBack() {
    lastDue = Optional.empty();
    Instant wall = now.wall().minusSeconds(1 + random.nextInt(100_000));
    now = new Moment(wall.plusNanos(random.nextInt(1_000_000)), now.nanos());
    happen(new Event.ClockSetBack());
  }

  private void end(RunId run) {
    if (random.nextInt(3) == 0) {
      runs.put(run, Life.LEFTOVERS);
      untold.add(new Event.Ended(run, report()));
    } else {
      over(run);
    }
  }

  private void over(RunId run) {
    if (runs.get(run) != Life.OVER) {
      runs.put(run, Life.OVER);
      untold.add(new Event.Gone(run, report()));
    }
  }

  private ExitReport report() {
    return new ExitReport(
        new Exit.Code(random.nextInt(2)), now.wall(), Duration.ofSeconds(random.nextInt(60)));
  }

  /** Facts of different runs overtake each other; an old one may be told again. */
  private void tell() {
    if (!untold.isEmpty()) {
      Event.Fact fact = untold.remove(random.nextInt(untold.size()));
      told.add(fact);
      happen(fact);
    }
  }

  private void repeat() {
    if (!told.isEmpty()) {
      happen(told.get(random.nextInt(told.size())));
    }
  }

  /** The daemon dies and another comes up, which finds what there is. */
  void daemonDies() {
    comeUp();
  }

  /** The daemon dies in the middle of what the event brings about. */
  void daemonDiesDuring(Event event) {
    dying = true;
    happen(event);
  }

  private void comeUp() {
    dying = false;
    untold.clear();
    managed = kept;
    Optional<RunId> newest = runs.keySet().stream().sorted().reduce((one, other) -> other);
    happen(new Event.Recovered(newest.map(this::look).orElseGet(Event.Found.Nothing::new), false));
  }

  private Event.Found look(RunId run) {
    Optional<State.Then> stopping = Optional.ofNullable(recorded.get(run));
    return switch (runs.get(run)) {
      case LAUNCHED -> launching(run);
      case RUNNING -> new Event.Found.Alive(run, Samples.LEADER, now, stopping);
      case LEFTOVERS -> new Event.Found.LeftBehind(run, report(), stopping);
      case OVER ->
          never.contains(run)
              ? new Event.Found.NeverRan(run)
              : new Event.Found.Over(run, report(), stopping);
    };
  }

  /** Whoever makes the claim decides whether a run happens. */
  private Event.Found launching(RunId run) {
    if (random.nextBoolean()) {
      return new Event.Found.Launching(run);
    }
    runs.put(run, Life.OVER);
    never.add(run);
    return new Event.Found.NeverRan(run);
  }

  /** The run is over, and that is told at once. */
  void endNow(RunId run) {
    over(run);
    untold.removeIf(fact -> fact instanceof Event.Gone gone && gone.run().equals(run));
    happen(new Event.Gone(run, report()));
  }

  /** Everybody ends who is asked to, everything is told, and time passes. */
  void settle(int rounds) {
    dependence = new Dependence.Met();
    for (int round = 0; round < rounds; round++) {
      now = now.plus(Duration.ofSeconds(11));
      happen(new Event.TimeReached());
      while (!untold.isEmpty()) {
        tell();
      }
    }
  }
}
