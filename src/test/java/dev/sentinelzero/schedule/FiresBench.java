package dev.sentinelzero.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints what finding the next fire costs: {@code java -cp target/classes:target/test-classes
 * dev.sentinelzero.schedule.FiresBench}.
 */
final class FiresBench {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final Anchor ANCHOR = Anchor.armed(START);
  private static final List<String> TYPICAL =
      List.of(
          "* * * * *",
          "*/5 * * * *",
          "@hourly",
          "0 2 * * *",
          "30 9 * * 1-5",
          "@monthly",
          "0 0 13 * 5",
          "0 0 29 2 1",
          "0 0 29 2 *",
          "0 0 29 2 */7",
          "90m");

  private FiresBench() {}

  public static void main(String[] arguments) {
    for (int round = 1; round <= 2; round++) {
      System.out.println(round == 1 ? "warming up" : "ns a next(), one fire after the other");
      for (String expression : TYPICAL) {
        System.out.printf("%-16s %8.0f%n", expression, nanos(schedule(expression)));
      }
    }
    List<Schedule> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      many.add(schedule(i % 60 + " " + i % 24 + " * * " + (i % 3 == 0 ? "*" : i % 7)));
    }
    for (int round = 1; round <= 5; round++) {
      long began = System.nanoTime();
      long sum = 0;
      for (Schedule schedule : many) {
        sum += Fires.next(schedule, START, ANCHOR).orElseThrow().at().getEpochSecond();
      }
      double millis = (System.nanoTime() - began) / 1e6;
      System.out.printf("10,000 schedules: %.2f ms (%x)%n", millis, sum);
    }
    Instant aYearLater = START.plus(Duration.ofDays(365));
    for (String expression : List.of("1s", "* * * * *", "0 2 * * *", "0 0 29 2 *")) {
      long began = System.nanoTime();
      Misfires.Reckoning reckoning =
          Misfires.decide(
              schedule(expression), "job", new Misfires.Stretch(START, aYearLater), ANCHOR);
      System.out.printf(
          "a year off, %-10s %.2f ms, %s%n",
          expression,
          (System.nanoTime() - began) / 1e6,
          reckoning.older().map(older -> older.count() + " older").orElse("none older"));
    }
  }

  private static Schedule schedule(String expression) {
    return Schedule.of(Timing.parse(expression, PARIS), PARIS);
  }

  private static double nanos(Schedule schedule) {
    int calls = 0;
    Instant at = START;
    long began = System.nanoTime();
    while (calls < 300_000) {
      Optional<Fire> fire = Fires.next(schedule, at, ANCHOR);
      at =
          fire.filter(one -> one.at().isBefore(START.plus(Duration.ofDays(36_500))))
              .map(Fire::at)
              .orElse(START);
      calls++;
    }
    return (double) (System.nanoTime() - began) / calls;
  }
}
