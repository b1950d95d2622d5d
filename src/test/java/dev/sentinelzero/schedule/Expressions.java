package dev.sentinelzero.schedule;

import dev.sentinelzero.schedule.WallClock.Field;
import dev.sentinelzero.schedule.WallClock.Fields;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Makes cron expressions at random, as text and as sets of values side by side. */
final class Expressions {
  static final Field ANY_MINUTE = any(0, 59);
  static final Field ANY_HOUR = any(0, 23);
  static final Field ANY_DAY = any(1, 31);
  static final Field ANY_MONTH = any(1, 12);
  static final Field ANY_WEEKDAY = any(0, 6);

  private Expressions() {}

  static Field any(int least, int most) {
    return new Field("*", counted(least, most, 1));
  }

  static Field step(int least, int most, int step) {
    return new Field("*/" + step, counted(least, most, step));
  }

  /** Values written out. */
  static Field of(Integer... values) {
    String text = List.of(values).stream().map(String::valueOf).collect(Collectors.joining(","));
    return new Field(text, Set.of(values));
  }

  private static Set<Integer> counted(int from, int to, int step) {
    Set<Integer> values = new TreeSet<>();
    for (int value = from; value <= to; value += step) {
      values.add(value);
    }
    return values;
  }

  private static Arbitrary<Field> part(int least, int most) {
    Arbitrary<Integer> value = Arbitraries.integers().between(least, most);
    Arbitrary<Integer> step = Arbitraries.integers().between(1, (most - least + 1) / 2);
    Arbitrary<Field> single = value.map(Expressions::of);
    Arbitrary<Field> range =
        Combinators.combine(value, value, step)
            .as(
                (a, b, by) -> {
                  int from = Math.min(a, b);
                  int to = Math.max(a, b);
                  String text = from + "-" + to + (by == 1 ? "" : "/" + by);
                  return new Field(text, counted(from, to, by));
                });
    Arbitrary<Field> open =
        Combinators.combine(value, step)
            .as((from, by) -> new Field(from + "/" + by, counted(from, most, by)));
    Arbitrary<Field> stepped = step.map(by -> step(least, most, by));
    return Arbitraries.frequencyOf(
        Tuple.of(5, single), Tuple.of(3, range), Tuple.of(1, open), Tuple.of(2, stepped));
  }

  private static Arbitrary<Field> field(int least, int most, int anyOfTen) {
    Arbitrary<Field> list =
        part(least, most)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(
                parts -> {
                  Set<Integer> values = new TreeSet<>();
                  parts.forEach(part -> values.addAll(part.values()));
                  String text = parts.stream().map(Field::text).collect(Collectors.joining(","));
                  return new Field(text, values);
                });
    return Arbitraries.frequencyOf(
        Tuple.of(anyOfTen, Arbitraries.just(any(least, most))), Tuple.of(10 - anyOfTen, list));
  }

  /** Hours that clock changes like to touch, more often than others. */
  private static Arbitrary<Field> hours() {
    Arbitrary<Field> night = Arbitraries.integers().between(0, 4).map(Expressions::of);
    return Arbitraries.frequencyOf(Tuple.of(2, night), Tuple.of(3, field(0, 23, 2)));
  }

  /** Expressions that fire on some day. */
  static Arbitrary<Fields> all() {
    return Combinators.combine(
            field(0, 59, 1), hours(), field(1, 31, 6), field(1, 12, 8), field(0, 6, 6))
        .as(Fields::new)
        .filter(Expressions::fires);
  }

  private static boolean fires(Fields fields) {
    boolean either =
        fields.day().text().charAt(0) != '*' && fields.weekday().text().charAt(0) != '*';
    int first = fields.day().values().stream().mapToInt(day -> day).min().orElseThrow();
    Set<Integer> months = fields.month().values();
    boolean only30 = Set.of(2, 4, 6, 9, 11).containsAll(months);
    boolean onlyFebruary = months.equals(Set.of(2));
    return either || first <= (onlyFebruary ? 29 : only30 ? 30 : 31);
  }
}
