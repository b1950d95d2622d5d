package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Misfires.Due;
import dev.sentinelzero.schedule.Misfires.Missed;
import dev.sentinelzero.schedule.Misfires.Reckoning;
import dev.sentinelzero.schedule.Misfires.Stretch;
import dev.sentinelzero.schedule.Schedule.Manner;
import dev.sentinelzero.schedule.WallClock.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What becomes of fires that have come due. */
class MisfiresTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant ARMED = Instant.parse("2026-11-24T10:00:00Z");
  private static final Anchor ANCHOR = Anchor.armed(ARMED);

  private static Schedule schedule(String timing, Misfire misfire) {
    return schedule(timing, misfire, Duration.ZERO);
  }

  private static Schedule schedule(String timing, Misfire misfire, Duration jitter) {
    return new Schedule(
        Timing.parse(timing, ZoneOffset.UTC),
        ZoneOffset.UTC,
        Overlap.SKIP,
        misfire,
        new Manner(jitter, Optional.empty(), ClockChanges.ONCE_A_DAY, true));
  }

  private static Reckoning reckoning(Schedule schedule, String consumed, String now) {
    return Misfires.decide(
        schedule, "job", new Stretch(Instant.parse(consumed), Instant.parse(now)), ANCHOR);
  }

  private static List<String> due(Reckoning reckoning) {
    return reckoning.due().stream().map(due -> due.fire().at() + " " + due.cause().code()).toList();
  }

  private static List<String> missed(Reckoning reckoning) {
    return reckoning.missed().stream()
        .map(missed -> missed.fire().at() + " " + missed.cause().code())
        .toList();
  }

  @Example
  void aFireThatIsDueRunsUnderEveryRule() {
    for (Misfire misfire : Misfire.values()) {
      Reckoning reckoning =
          reckoning(schedule("0 2 * * *", misfire), "2026-11-24T10:00:00Z", "2026-11-25T02:00:00Z");
      assertThat(due(reckoning)).containsExactly("2026-11-25T02:00:00Z due");
      assertThat(reckoning.missed()).isEmpty();
      assertThat(reckoning.older()).isEmpty();
      assertThat(reckoning.consumed()).isEqualTo(Instant.parse("2026-11-25T02:00:00Z"));
    }
  }

  @Example
  void aMinuteLateIsMerelyLate() {
    Schedule skip = schedule("0 2 * * *", Misfire.SKIP);
    Reckoning late = reckoning(skip, "2026-11-24T10:00:00Z", "2026-11-25T02:01:00Z");
    assertThat(due(late)).containsExactly("2026-11-25T02:00:00Z due");
    assertThat(late.due().getFirst().cause().text()).isEqualTo("its time has come, 1m 0s ago");
    Reckoning tooLate = reckoning(skip, "2026-11-24T10:00:00Z", "2026-11-25T02:01:00.000000001Z");
    assertThat(due(tooLate)).isEmpty();
    assertThat(missed(tooLate)).containsExactly("2026-11-25T02:00:00Z misfire_skip");
  }

  @Example
  void nothingDueLeavesEverythingAsItIs() {
    Reckoning none =
        reckoning(
            schedule("0 2 * * *", Misfire.ALL), "2026-11-25T02:00:00Z", "2026-11-26T01:59:59Z");
    assertThat(none)
        .isEqualTo(
            new Reckoning(
                List.of(), List.of(), Optional.empty(), Instant.parse("2026-11-25T02:00:00Z")));
    Reckoning setBack =
        reckoning(
            schedule("0 2 * * *", Misfire.ALL), "2026-11-25T02:00:00Z", "2026-11-20T02:00:00Z");
    assertThat(setBack.due()).isEmpty();
    assertThat(setBack.consumed()).isEqualTo(Instant.parse("2026-11-25T02:00:00Z"));
  }

  @Example
  void skipLatestAndAll() {
    String from = "2026-11-24T10:00:00Z";
    String now = "2026-11-27T12:00:00Z";
    Reckoning skip = reckoning(schedule("0 2 * * *", Misfire.SKIP), from, now);
    assertThat(due(skip)).isEmpty();
    assertThat(missed(skip))
        .containsExactly(
            "2026-11-25T02:00:00Z misfire_skip",
            "2026-11-26T02:00:00Z misfire_skip",
            "2026-11-27T02:00:00Z misfire_skip");
    Reckoning latest = reckoning(schedule("0 2 * * *", Misfire.LATEST), from, now);
    assertThat(due(latest)).containsExactly("2026-11-27T02:00:00Z misfire_latest");
    assertThat(missed(latest))
        .containsExactly(
            "2026-11-25T02:00:00Z misfire_superseded", "2026-11-26T02:00:00Z misfire_superseded");
    Reckoning all = reckoning(schedule("0 2 * * *", Misfire.ALL), from, now);
    assertThat(due(all))
        .containsExactly(
            "2026-11-25T02:00:00Z misfire_all",
            "2026-11-26T02:00:00Z misfire_all",
            "2026-11-27T02:00:00Z misfire_all");
    assertThat(all.consumed()).isEqualTo(Instant.parse("2026-11-27T02:00:00Z"));
  }

  /** Ten years of seconds: 315 million fires, of which the newest hundred are looked at. */
  @Example
  void manyMissedFiresAreCountedNotWalkedThrough() {
    Reckoning all =
        reckoning(schedule("1s", Misfire.ALL), "2026-11-24T10:00:00Z", "2036-11-24T10:00:00Z");
    assertThat(all.due()).hasSize(100);
    assertThat(all.due().getFirst().fire().at()).isEqualTo("2036-11-24T09:58:21Z");
    assertThat(due(all).getLast()).isEqualTo("2036-11-24T10:00:00Z due");
    assertThat(all.older().orElseThrow().count()).isEqualTo(3653L * 86_400 - 100);
    assertThat(all.older().orElseThrow().exact()).isTrue();
    assertThat(all.older().orElseThrow().cause().code()).isEqualTo("misfire_too_many");

    Reckoning minutes =
        reckoning(
            schedule("* * * * *", Misfire.LATEST), "2026-11-24T10:00:00Z", "2036-11-24T10:00:30Z");
    assertThat(due(minutes)).containsExactly("2036-11-24T10:00:00Z due");
    assertThat(minutes.missed()).hasSize(99);
    assertThat(minutes.older().orElseThrow().exact()).isFalse();
    assertThat(minutes.older().orElseThrow().count()).isGreaterThanOrEqualTo(10_000);
    assertThat(minutes.older().orElseThrow().cause().code()).isEqualTo("misfire_superseded");

    Reckoning ever =
        Misfires.decide(
            schedule("0 2 * * *", Misfire.SKIP), "job", new Stretch(Instant.MIN, ARMED), ANCHOR);
    assertThat(ever.missed()).hasSize(100);
    assertThat(ever.older().orElseThrow().cause().code()).isEqualTo("misfire_skip");
  }

  @Example
  void fromTheEndOfARunThereIsOneFireHoweverLongItWas() {
    Schedule schedule =
        new Schedule(
            new Timing.Every(Duration.ofMinutes(5), Timing.From.END),
            PARIS,
            Overlap.SKIP,
            Misfire.ALL,
            Manner.PLAIN);
    Stretch stretch = new Stretch(ARMED, ARMED.plusSeconds(86_400));
    assertThat(due(Misfires.decide(schedule, "job", stretch, ANCHOR.ended(ARMED))))
        .containsExactly("2026-11-24T10:05:00Z misfire_all");
    assertThat(due(Misfires.decide(schedule, "job", stretch, ANCHOR.active()))).isEmpty();
  }

  @Example
  void aSingleInstantIsMissedOrMadeUpFor() {
    String at = "2026-11-24T12:00:00Z";
    assertThat(
            due(
                reckoning(
                    schedule(at, Misfire.LATEST), "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z")))
        .containsExactly("2026-11-24T12:00:00Z misfire_latest");
    assertThat(
            missed(
                reckoning(
                    schedule(at, Misfire.SKIP), "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z")))
        .containsExactly("2026-11-24T12:00:00Z misfire_skip");
    assertThat(
            due(
                reckoning(
                    schedule(at, Misfire.LATEST), "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z")))
        .isEmpty();
  }

  @Example
  void aFireIsDueWhenItsJitterIsOver() {
    Duration jitter = Duration.ofMinutes(30);
    Schedule schedule = schedule("0 2 * * *", Misfire.SKIP, jitter);
    Instant planned = Instant.parse("2026-11-25T02:00:00Z");
    Instant due = planned.plus(Jitter.delay(jitter, "job", planned));
    assertThat(due).isAfter(planned.plusSeconds(60));
    Stretch early = new Stretch(ARMED, due.minusMillis(1));
    Reckoning waits = Misfires.decide(schedule, "job", early, ANCHOR);
    assertThat(waits.due()).isEmpty();
    assertThat(waits.missed()).isEmpty();
    assertThat(waits.consumed()).isEqualTo(ARMED);
    Reckoning runs = Misfires.decide(schedule, "job", new Stretch(ARMED, due), ANCHOR);
    assertThat(due(runs)).containsExactly("2026-11-25T02:00:00Z due");
    Instant tolerated = due.plus(Misfires.TOLERANCE);
    assertThat(due(Misfires.decide(schedule, "job", new Stretch(ARMED, tolerated), ANCHOR)))
        .containsExactly("2026-11-25T02:00:00Z due");
    assertThat(
            missed(
                Misfires.decide(
                    schedule, "job", new Stretch(ARMED, tolerated.plusMillis(1)), ANCHOR)))
        .containsExactly("2026-11-25T02:00:00Z misfire_skip");
  }

  @Provide
  Arbitrary<Fields> expressions() {
    return Expressions.all();
  }

  @Provide
  Arbitrary<Misfire> misfires() {
    return Arbitraries.of(Misfire.class);
  }

  private static List<Instant> all(Schedule schedule, Stretch stretch) {
    List<Instant> all = new ArrayList<>();
    Optional<Fire> fire = Fires.next(schedule, stretch.consumed(), ANCHOR);
    while (fire.isPresent() && !fire.get().at().isAfter(stretch.now())) {
      all.add(fire.get().at());
      fire = Fires.next(schedule, fire.get().at(), ANCHOR);
    }
    return all;
  }

  /** What is told one by one are the newest fires, each once; the rest is counted. */
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everyFireIsAccountedForOnce(
      @ForAll("expressions") Fields fields,
      @ForAll("misfires") Misfire misfire,
      @ForAll @IntRange(min = 1, max = 2000) int hours) {
    Schedule schedule = schedule(fields.text(), misfire);
    Stretch stretch = new Stretch(ARMED, ARMED.plus(Duration.ofHours(hours)));
    accounted(schedule, stretch);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyFireOfAPeriodIsAccountedForOnce(
      @ForAll @IntRange(min = 1, max = 5000) int seconds,
      @ForAll("misfires") Misfire misfire,
      @ForAll @IntRange(min = -500, max = 500) int before,
      @ForAll @IntRange(min = 1, max = 20_000) int length) {
    Instant from = ARMED.plusSeconds(before);
    accounted(schedule(seconds + "s", misfire), new Stretch(from, from.plusSeconds(length)));
  }

  private static void accounted(Schedule schedule, Stretch stretch) {
    List<Instant> all = all(schedule, stretch);
    Reckoning reckoning = Misfires.decide(schedule, "job", stretch, ANCHOR);
    List<Instant> told = new ArrayList<>();
    reckoning.missed().stream().map(Missed::fire).map(Fire::at).forEach(told::add);
    reckoning.due().stream().map(Due::fire).map(Fire::at).forEach(told::add);
    assertThat(told).isEqualTo(all.subList(Math.max(0, all.size() - 100), all.size()));
    long older = reckoning.older().map(Misfires.Older::count).orElse(0L);
    boolean exact = reckoning.older().map(Misfires.Older::exact).orElse(true);
    if (exact) {
      assertThat(older).isEqualTo(Math.max(0, all.size() - 100));
    } else {
      assertThat(older).isBetween(10_000L, all.size() - 100L);
    }
    assertThat(reckoning.consumed()).isEqualTo(all.isEmpty() ? stretch.consumed() : all.getLast());
    assertThat(
            Misfires.decide(
                    schedule, "job", new Stretch(reckoning.consumed(), stretch.now()), ANCHOR)
                .due())
        .isEmpty();
  }

  /** Whenever the daemon looks, each fire with jitter runs once, in its order, at its time. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void fireByFireWithJitterNothingIsLostOrRunTwice(
      @ForAll @IntRange(min = 1, max = 3600) int jitter,
      @ForAll @IntRange(min = 1, max = 50) int stride) {
    Schedule schedule = schedule("*/10 * * * *", Misfire.ALL, Duration.ofSeconds(jitter));
    List<Instant> ran = new ArrayList<>();
    Instant consumed = ARMED;
    Instant end = ARMED.plus(Duration.ofHours(12));
    for (Instant now = ARMED; now.isBefore(end); now = now.plusSeconds(stride)) {
      Reckoning reckoning = Misfires.decide(schedule, "job", new Stretch(consumed, now), ANCHOR);
      for (Due due : reckoning.due()) {
        Instant at = due.fire().at();
        assertThat(now)
            .isAfterOrEqualTo(at.plus(Jitter.delay(Duration.ofSeconds(jitter), "job", at)));
        ran.add(at);
      }
      consumed = reckoning.consumed();
    }
    List<Instant> planned = all(schedule, new Stretch(ARMED, end));
    assertThat(ran).isEqualTo(planned.subList(0, ran.size()));
    assertThat(ran.size()).isGreaterThanOrEqualTo(planned.size() - 7);
  }
}
