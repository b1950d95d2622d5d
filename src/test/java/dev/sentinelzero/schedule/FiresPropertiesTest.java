package dev.sentinelzero.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Schedule.Manner;
import dev.sentinelzero.schedule.WallClock.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Fires of any expression in any zone, compared with {@link WallClock}. */
class FiresPropertiesTest {
  private static final List<String> RESTLESS =
      List.of(
          "Europe/Paris",
          "America/New_York",
          "Australia/Lord_Howe",
          "Africa/Casablanca",
          "Asia/Kolkata",
          "America/Sao_Paulo",
          "America/St_Johns",
          "America/Santiago",
          "Africa/Cairo",
          "Asia/Tehran",
          "Asia/Beirut",
          "Antarctica/Troll",
          "Pacific/Apia",
          "Pacific/Chatham",
          "UTC");
  private static final Instant FROM = Instant.parse("1975-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2095-01-01T00:00:00Z");
  private static final AtomicLong COMPARED = new AtomicLong();
  private static final AtomicLong NOTED = new AtomicLong();

  /** Too few fires would prove nothing. */
  @AfterContainer
  static void manyFiresWereComparedAndManyWereTouchedByAClockChange() {
    assertThat(COMPARED.get()).isGreaterThan(50_000);
    assertThat(NOTED.get()).isGreaterThan(500);
  }

  @Provide
  Arbitrary<Fields> expressions() {
    return Expressions.all();
  }

  @Provide
  Arbitrary<ClockChanges> rules() {
    return Arbitraries.of(WallClock.allRules());
  }

  @Provide
  Arbitrary<ZoneId> restless() {
    return Arbitraries.of(RESTLESS).map(ZoneId::of);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()).map(ZoneId::of);
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(FROM.getEpochSecond(), TO.getEpochSecond()),
            Arbitraries.of(0, 1, 999_999_999))
        .as((second, nanos) -> Instant.ofEpochSecond(second, nanos));
  }

  private static Schedule schedule(Fields fields, ZoneId zone, ClockChanges rules) {
    return new Schedule(
        new Timing.Cron(CronExpression.parse(fields.text())),
        zone,
        Overlap.SKIP,
        Misfire.LATEST,
        new Manner(Duration.ZERO, Optional.empty(), rules, true));
  }

  /** All fires of a stretch, each found from the one before. */
  private static List<Instant> fires(Schedule schedule, Instant from, Instant to) {
    List<Instant> all = new ArrayList<>();
    Optional<Fire> fire = Fires.next(schedule, from, Anchor.armed(from));
    while (fire.isPresent() && fire.get().at().isBefore(to)) {
      assertThat(fire.get().at()).isAfter(all.isEmpty() ? from : all.getLast());
      all.add(fire.get().at());
      fire.get().note().ifPresent(note -> NOTED.incrementAndGet());
      fire = Fires.next(schedule, fire.get().at(), Anchor.armed(from));
    }
    COMPARED.addAndGet(all.size());
    return all;
  }

  private static void compare(
      Fields fields, ZoneId zone, ClockChanges rules, Instant from, Instant to) {
    assertThat(fires(schedule(fields, zone, rules), from, to))
        .as("%s in %s with %s from %s", fields.text(), zone, rules, from)
        .isEqualTo(new WallClock(zone, fields, rules).fires(from, to));
  }

  /** Around the next clock change after an instant; around the instant where there is none. */
  private static Instant near(ZoneId zone, Instant instant) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
    return (change == null ? instant : change.getInstant()).minus(Duration.ofHours(30));
  }

  @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void aroundAnyClockChangeTheyAreThoseOfTheClockOnTheWall(
      @ForAll("expressions") Fields fields,
      @ForAll("restless") ZoneId zone,
      @ForAll("rules") ClockChanges rules,
      @ForAll("instants") Instant instant) {
    Instant from = near(zone, instant);
    compare(fields, zone, rules, from, from.plus(Duration.ofHours(72)));
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void inAnyZoneAtAnyTimeTheyAreThoseOfTheClockOnTheWall(
      @ForAll("expressions") Fields fields,
      @ForAll("zones") ZoneId zone,
      @ForAll("rules") ClockChanges rules,
      @ForAll("instants") Instant from) {
    compare(fields, zone, rules, from, from.plus(Duration.ofDays(3)));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void overAYearTheyAreThoseOfTheClockOnTheWall(
      @ForAll("expressions") Fields fields,
      @ForAll("restless") ZoneId zone,
      @ForAll("rules") ClockChanges rules,
      @ForAll("instants") Instant from) {
    compare(fields, zone, rules, from, from.plus(Duration.ofDays(380)));
  }

  @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void theNextFireIsTheSameFromAnywhereBeforeIt(
      @ForAll("expressions") Fields fields,
      @ForAll("zones") ZoneId zone,
      @ForAll("rules") ClockChanges rules,
      @ForAll("instants") Instant from) {
    Schedule schedule = schedule(fields, zone, rules);
    Optional<Fire> fire = Fires.next(schedule, from, Anchor.armed(from));
    assertThat(Fires.next(schedule, from, Anchor.armed(from))).isEqualTo(fire);
    if (fire.isPresent()) {
      Instant at = fire.get().at();
      assertThat(at).isAfter(from);
      Instant between = from.plus(Duration.between(from, at).dividedBy(2));
      assertThat(Fires.next(schedule, between, Anchor.armed(from))).isEqualTo(fire);
      assertThat(Fires.next(schedule, at.minusNanos(1), Anchor.armed(from))).isEqualTo(fire);
    }
  }

  /** Both changes of 2026 in each zone that has them, and every rule, with times that meet them. */
  @Example
  void theClockChangesOf2026() {
    int changes = 0;
    for (String name : RESTLESS) {
      ZoneId zone = ZoneId.of(name);
      Instant at = Instant.parse("2026-01-01T00:00:00Z");
      Instant end = Instant.parse("2027-01-01T00:00:00Z");
      for (ZoneOffsetTransition change = zone.getRules().nextTransition(at);
          change != null && change.getInstant().isBefore(end);
          change = zone.getRules().nextTransition(change.getInstant())) {
        changes++;
        compareAll(zone, change.getInstant().minus(Duration.ofHours(26)));
      }
    }
    assertThat(changes).isGreaterThanOrEqualTo(20);
    compareAll(ZoneId.of("Asia/Kolkata"), Instant.parse("2026-03-28T00:00:00Z"));
    compareAll(ZoneId.of("Pacific/Apia"), Instant.parse("2011-12-29T00:00:00Z"));
    compareAll(ZoneOffset.ofHoursMinutes(5, 45), Instant.parse("2026-10-25T00:00:00Z"));
  }

  private static void compareAll(ZoneId zone, Instant from) {
    for (int hour = 0; hour < 5; hour++) {
      for (WallClock.Field minute :
          List.of(
              Expressions.of(0),
              Expressions.of(30),
              Expressions.of(1, 45),
              Expressions.ANY_MINUTE,
              Expressions.step(0, 59, 15))) {
        compareRules(zone, minute, Expressions.of(hour), from);
        compareRules(zone, minute, Expressions.of(hour, hour + 1), from);
      }
    }
    compareRules(zone, Expressions.of(0, 30), Expressions.ANY_HOUR, from);
    compareRules(zone, Expressions.of(15), Expressions.step(0, 23, 2), from);
    compareRules(zone, Expressions.step(0, 59, 7), Expressions.ANY_HOUR, from);
  }

  private static void compareRules(
      ZoneId zone, WallClock.Field minute, WallClock.Field hour, Instant from) {
    Fields fields =
        new Fields(
            minute, hour, Expressions.ANY_DAY, Expressions.ANY_MONTH, Expressions.ANY_WEEKDAY);
    for (ClockChanges rules : WallClock.allRules()) {
      compare(fields, zone, rules, from, from.plus(Duration.ofHours(60)));
    }
  }
}
