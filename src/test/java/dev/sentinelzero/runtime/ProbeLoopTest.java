package dev.sentinelzero.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Change;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Judgement;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.health.Thresholds;
import dev.sentinelzero.health.Verdict;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProbeLoopTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Result PASSED = new Result.Passed();
  private static final Result REFUSED = new Result.Failed("connection refused");
  private static final Check CHECK = new Check.Tcp("127.0.0.1", 1);

  private final Scripted prober = new Scripted();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicLong slept = new AtomicLong();
  private final ProbeLoop loop =
      new ProbeLoop(
          prober,
          (run, change) -> told.add(run.name() + " " + change.code()),
          new ProbeLoop.Clocks(System::nanoTime, () -> System.nanoTime() + slept.get()));

  /** Answers what the test says. */
  private static final class Scripted implements Prober {
    final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    final AtomicInteger together = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    final List<String> lives = new CopyOnWriteArrayList<>();
    volatile Function<String, CompletableFuture<Result>> answers =
        process -> CompletableFuture.completedFuture(PASSED);

    @Override
    public void begin(Target target, Probes probes, boolean ready) {
      lives.add("begin " + target.process() + (ready ? " ready" : ""));
    }

    @Override
    public CompletableFuture<Result> probe(Check check, Context context) {
      String process = context.target().process();
      AtomicInteger own = underWay.computeIfAbsent(process, name -> new AtomicInteger());
      if (own.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      together.incrementAndGet();
      CompletableFuture<Result> answer = answers.apply(process);
      CompletableFuture<Result> counted =
          answer.whenComplete(
              (result, failure) -> {
                own.decrementAndGet();
                together.decrementAndGet();
              });
      asked.computeIfAbsent(process, name -> new AtomicInteger()).incrementAndGet();
      return counted;
    }

    int asked(String process) {
      return asked.getOrDefault(process, new AtomicInteger()).get();
    }

    @Override
    public void end(Target target) {
      lives.add("end " + target.process());
    }
  }

  @AfterEach
  void end() {
    loop.close();
  }

  private static Probe each(Duration interval) {
    Rhythm rhythm = new Rhythm(interval, Duration.ofSeconds(5), Duration.ZERO, 1);
    return new Probe(CHECK, rhythm, new Thresholds(1, 3));
  }

  private static Watched ready(String name, Probe probe) {
    return watched(name, new Probes(Optional.of(probe), Optional.empty()), false);
  }

  private static Watched watched(String name, Probes probes, boolean ready) {
    RunId id = RunId.of(1_700_000_000_000L, name.hashCode(), 7);
    Target target = new Target(name, id.value(), List.of(), "/", Optional.empty());
    return new Watched(new Launcher.Run(new ProcessName(name), id), target, probes, ready);
  }

  private void until(java.util.concurrent.Callable<Boolean> condition) {
    await().atMost(LONG).until(condition);
  }

  @Test
  void aRunIsAskedAgainAndAgainAndChangesAreTold() {
    Watched web = ready("web", each(Duration.ofMillis(20)));
    loop.watch(web);
    until(() -> prober.asked("web") > 5);
    assertThat(told).containsExactly("web readiness_passed");
    prober.answers = process -> CompletableFuture.completedFuture(REFUSED);
    until(() -> told.size() == 2);
    assertThat(told).containsExactly("web readiness_passed", "web readiness_failed");
    assertThat(loop.judgement(web.run().id(), Aim.READINESS).map(Judgement::verdict))
        .contains(Verdict.FAILING);
    assertThat(loop.judgement(web.run().id(), Aim.LIVENESS)).isEmpty();
  }

  @Test
  void bothProbesOfARunGoTheirOwnWays() {
    Optional<Probe> probe = Optional.of(each(Duration.ofMillis(20)));
    loop.watch(watched("web", new Probes(probe, probe), false));
    until(() -> told.size() == 2);
    assertThat(told).containsExactlyInAnyOrder("web readiness_passed", "web liveness_passed");
  }

  @Test
  void aRunThatIsKnownToBeReadyIsSoUntilItsProbeSaysOtherwise() {
    Watched web =
        watched(
            "web", new Probes(Optional.of(each(Duration.ofMillis(20))), Optional.empty()), true);
    loop.watch(web);
    until(() -> prober.asked("web") > 3);
    assertThat(told).isEmpty();
    prober.answers = process -> CompletableFuture.completedFuture(REFUSED);
    until(() -> told.equals(List.of("web readiness_failed")));
    assertThat(prober.lives).containsExactly("begin web ready");
  }

  @Test
  void probesOfOneRunNeverOverlapAndASlowOneHoldsNobodyUp() {
    CompletableFuture<Result> slow = new CompletableFuture<>();
    prober.answers =
        process -> process.equals("slow") ? slow : CompletableFuture.completedFuture(PASSED);
    loop.watch(ready("slow", each(Duration.ofMillis(10))));
    loop.watch(ready("quick", each(Duration.ofMillis(10))));
    until(() -> prober.asked("quick") > 20);
    assertThat(prober.asked("slow")).isEqualTo(1);
    assertThat(prober.overlaps).hasValue(0);
    slow.complete(PASSED);
    until(() -> told.contains("slow readiness_passed"));
  }

  @Test
  void noMoreThanTheBoundAreUnderWayAndNobodyIsLeftOut() {
    List<CompletableFuture<Result>> open = new CopyOnWriteArrayList<>();
    prober.answers =
        process -> {
          CompletableFuture<Result> answer = new CompletableFuture<>();
          open.add(answer);
          return answer;
        };
    int all = ProbeLoop.MOST_UNDER_WAY + 100;
    for (int number = 0; number < all; number++) {
      loop.watch(ready("w" + number, each(Duration.ofHours(1))));
    }
    until(() -> prober.together.get() == ProbeLoop.MOST_UNDER_WAY);
    List<CompletableFuture<Result>> first = List.copyOf(open);
    assertThat(first).hasSize(ProbeLoop.MOST_UNDER_WAY);
    first.forEach(answer -> answer.complete(PASSED));
    until(() -> open.size() == all);
    open.forEach(answer -> answer.complete(PASSED));
    until(() -> told.size() == all);
  }

  @Test
  void whatARunAnswersAfterItEndedIsDropped() {
    CompletableFuture<Result> late = new CompletableFuture<>();
    prober.answers = process -> late;
    Watched web = ready("web", each(Duration.ofMillis(10)));
    loop.watch(web);
    until(() -> prober.asked("web") == 1);
    loop.unwatch(web.run().id());
    late.complete(PASSED);
    assertThat(prober.lives).containsExactly("begin web", "end web");
    assertThat(loop.judgement(web.run().id(), Aim.READINESS)).isEmpty();
    prober.answers = process -> CompletableFuture.completedFuture(PASSED);
    loop.watch(ready("other", each(Duration.ofMillis(10))));
    until(() -> prober.asked("other") > 5);
    assertThat(told).containsExactly("other readiness_passed");
    assertThat(prober.asked("web")).isEqualTo(1);
  }

  @Test
  void afterASleepEarlierFailuresCountNoMoreAndTheInitialDelayIsWaitedForAgain() {
    Rhythm rhythm = new Rhythm(Duration.ofMillis(50), LONG, Duration.ofMillis(300), 1);
    AtomicInteger round = new AtomicInteger();
    List<Long> times = new CopyOnWriteArrayList<>();
    CompletableFuture<Result> hanging = new CompletableFuture<>();
    prober.answers =
        process -> {
          times.add(System.nanoTime());
          // Two failures, then one that is under way while the machine sleeps, then two more.
          return switch (round.incrementAndGet()) {
            case 1, 2, 4, 5 -> CompletableFuture.completedFuture(REFUSED);
            case 3 -> hanging;
            default -> CompletableFuture.completedFuture(PASSED);
          };
        };
    loop.watch(ready("web", new Probe(CHECK, rhythm, new Thresholds(1, 3))));
    until(() -> round.get() >= 3 && prober.asked("web") == 3);
    long before = System.nanoTime();
    slept.set(Duration.ofHours(1).toNanos());
    hanging.complete(REFUSED);
    until(() -> told.contains("web readiness_passed"));
    assertThat(told).doesNotContain("web readiness_failed");
    assertThat(times.get(3) - before).isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void whoeverIsToldMayAskTheLoopAndEndTheRun() {
    List<Change> changes = new ArrayList<>();
    ProbeLoop[] own = new ProbeLoop[1];
    try (ProbeLoop asking =
        new ProbeLoop(
            prober,
            (run, change) -> {
              changes.add(change);
              own[0].judgement(run.id(), change.aim()).orElseThrow();
              own[0].unwatch(run.id());
            },
            new ProbeLoop.Clocks(System::nanoTime, System::nanoTime))) {
      own[0] = asking;
      asking.watch(ready("web", each(Duration.ofMillis(10))));
      until(() -> prober.lives.contains("end web"));
      assertThat(changes).hasSize(1);
    }
  }

  @Test
  void aProberThatThrowsDoesNotEndTheLoop() {
    prober.answers =
        process -> {
          throw new IllegalStateException("broken");
        };
    loop.watch(ready("web", each(Duration.ofMillis(10))));
    until(() -> told.equals(List.of("web readiness_failed")));
  }

  @Test
  void aListenerThatThrowsDoesNotEndTheLoop() {
    ProbeLoop.ChangeListener broken =
        (run, change) -> {
          throw new IllegalStateException("broken");
        };
    try (ProbeLoop deaf =
        new ProbeLoop(prober, broken, new ProbeLoop.Clocks(System::nanoTime, System::nanoTime))) {
      deaf.watch(ready("web", each(Duration.ofMillis(10))));
      until(() -> prober.asked("web") > 3);
    }
  }
}
